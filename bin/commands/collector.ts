// firstlight collector: the receiver alone.
import { printBanner } from '../terminal/banner';
import { openBrowser } from '../terminal/browser';
import { parseOptions, type OptionTable } from '../command-line/options';
import type { Ending } from '../process-end';
import { holdings, startProgress } from '../terminal/progress';
import { keepSession, openCollector, PORT_TAKEN_EXIT_CODE, printTraces } from '../receiving';
import { endingSignal } from '../signals';
import { writeLine } from '../terminal/output';
import { UsageError } from '../command-line/usage-error';

export const options = {
  json: { kind: 'flag', help: 'print the endpoints (on stderr) and each finished trace (on stdout) as lines of JSON' },
  open: { kind: 'flag', help: 'open the page in the browser' },
  quiet: { kind: 'flag', help: 'print nothing but traces' },
  save: { kind: 'folder', help: 'keep the session as OTLP/JSON lines in a file of this folder, for `firstlight view`' },
  wait: { kind: 'milliseconds', help: 'how long a trace must be quiet before it is printed (default 500)' },
  prices: { kind: 'file', help: 'a JSON file with what a million tokens of each AI model cost, for the page' },
  'grpc-port': { kind: 'port', help: 'port for OTLP/gRPC (default 4317, or a free one; 0 takes a free one)' },
  'http-port': { kind: 'port', help: 'port for OTLP/HTTP (default 4318, or a free one; 0 takes a free one)' },
} as const satisfies OptionTable;

/**
 * Senders that run on their own keep spans for up to five seconds (OTEL_BSP_SCHEDULE_DELAY): the other side of a call
 * may come that late.
 */
const REMOTE_MS = 5500;

/** Runs `firstlight collector` until a signal, or until no one reads its output any more. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest } = parseOptions(args, options);
  if (rest.length > 0) throw new UsageError(`collector: expected options only, received "${rest[0]}"`);
  const collector = await openCollector(values);
  if (!collector) return { code: PORT_TAKEN_EXIT_CODE };

  const asked = endingSignal();
  if (!values.quiet) printBanner(collector, { json: values.json ?? false, open: false, then: 'ctrl-c ends' });
  if (values.open && collector.pageUrl !== undefined) openBrowser(collector.pageUrl);
  const session = values.save === undefined ? undefined : keepSession(collector, values.save);
  const isSilent = values.json || values.quiet;
  if (session && !isSilent) writeLine(`saves what it receives in ${session.file}`);

  const endProgress = isSilent ? () => {} : startProgress(() => holdings(collector.store));
  await new Promise<void>((resolve) => {
    const traces = printTraces(collector, {
      fd: 1,
      json: values.json ?? false,
      assembly: { quietMs: values.wait, remoteMs: REMOTE_MS },
      onClosed: resolve,
    });
    void asked.then(() => {
      traces.flush();
      traces.close();
      resolve();
    });
  });
  endProgress();
  session?.close();
  if (session && !isSilent) writeLine(session.summary());
  await collector.close();
  return { code: 0 };
}
