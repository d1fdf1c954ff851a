// firstlight view: shows saved sessions on the page.
import { readSession, type Collector } from '../../collector';
import { printBanner } from '../terminal/banner';
import { parseOptions, type OptionTable } from '../command-line/options';
import { writeLine } from '../terminal/output';
import type { Ending } from '../process-end';
import { openCollector, PORT_TAKEN_EXIT_CODE } from '../receiving';
import { endingSignal } from '../signals';
import { UsageError } from '../command-line/usage-error';

export const options = {
  open: { kind: 'flag', help: 'open the page in the browser' },
  json: { kind: 'flag', help: 'print the endpoints as one line of JSON' },
  'http-port': { kind: 'port', help: 'port of the page (default: a free one)' },
} as const satisfies OptionTable;

/** sysexits.h EX_NOINPUT and EX_DATAERR. */
const [NO_INPUT_EXIT_CODE, NO_SESSION_EXIT_CODE] = [66, 65];

/** Runs `firstlight view` until a signal. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest: files } = parseOptions(args, options);
  if (files.length === 0) throw new UsageError('view: expected a file that `firstlight dev --save <folder>` made');
  const collector = await openCollector(
    { 'grpc-port': 0, 'http-port': values['http-port'] ?? 0 },
    undefined,
    files.join(', '),
  );
  if (!collector) return { code: PORT_TAKEN_EXIT_CODE };
  const code = await fill(collector, files);
  if (code === 0) {
    const { spans, logs, metrics } = collector.store;
    const facts = { spans: spans.length, logs: logs.length, metrics: metrics.length };
    const asked = endingSignal();
    printBanner(collector, {
      json: values.json ?? false,
      open: values.open ?? false,
      facts,
      then: `${spans.length} spans, ${logs.length} log records, ${metrics.length} metrics; ctrl-c ends`,
    });
    await asked;
  }
  await collector.close();
  return { code };
}

async function fill({ store }: Collector, files: readonly string[]): Promise<number> {
  for (const file of files) {
    try {
      const { lines, unreadable } = await readSession(file, store);
      if (lines === unreadable) {
        writeLine(`${file} holds no OTLP/JSON lines`);
        return NO_SESSION_EXIT_CODE;
      }
      if (unreadable > 0) writeLine(`${file}: left out ${unreadable} of ${lines} lines, which are no OTLP/JSON`);
    } catch (error) {
      writeLine(`cannot read ${file}: ${(error as Error).message}`);
      return NO_INPUT_EXIT_CODE;
    }
  }
  const dropped = store.dropped.spans + store.dropped.logs + store.dropped.metrics;
  if (dropped > 0) writeLine(`only the newest records are shown: ${dropped} did not fit into memory`);
  return 0;
}
