// firstlight view: shows saved sessions on the page.
import { printBanner } from '../terminal/banner';
import { parseOptions, type OptionTable } from '../command-line/options';
import type { Ending } from '../process-end';
import { openCollector, PORT_TAKEN_EXIT_CODE } from '../receiving';
import { readSessions } from '../sessions';
import { endingSignal } from '../signals';
import { UsageError } from '../command-line/usage-error';

export const options = {
  open: { kind: 'flag', help: 'open the page in the browser' },
  json: { kind: 'flag', help: 'print the endpoints as one line of JSON' },
  prices: { kind: 'file', help: 'a JSON file with what a million tokens of each AI model cost, for the page' },
  'http-port': { kind: 'port', help: 'port of the page (default: a free one)' },
} as const satisfies OptionTable;

/** Runs `firstlight view` until a signal. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest: files } = parseOptions(args, options);
  if (files.length === 0)
    throw new UsageError('view: expected a file that `firstlight dev --save <folder>` made, or the folder');
  const collector = await openCollector(
    { 'grpc-port': 0, 'http-port': values['http-port'] ?? 0, prices: values.prices },
    undefined,
    files.join(', '),
  );
  if (!collector) return { code: PORT_TAKEN_EXIT_CODE };
  const code = await readSessions(collector.store, files);
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
