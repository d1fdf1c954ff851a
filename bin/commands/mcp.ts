// firstlight mcp: what a coding agent asks about traces and log lines, over stdio.
import path from 'node:path';
import { askFiles, askPort } from '../asking';
import { parseOptions, type OptionTable } from '../command-line/options';
import { loadMcp } from '../mcp-server';
import { packageVersion } from '../package-root';
import type { Ending } from '../process-end';

export const options = {
  'http-port': { kind: 'port', help: 'port of the collector for OTLP/HTTP (default 4318)' },
} as const satisfies OptionTable;

/** Runs `firstlight mcp` until the client has gone. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest: files } = parseOptions(args, options);
  const ask = files.length > 0 ? await askFiles(files.map((file) => path.resolve(file))) : askPort(values['http-port']);
  if (typeof ask === 'number') return { code: ask };
  await loadMcp().serveStdio(ask, packageVersion());
  return { code: 0 };
}
