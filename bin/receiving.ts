// What `dev` and `collector` share: a collector on the customary ports if they are free, and finished traces on their
// way out.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  isPageFolder,
  saveSession,
  startCollector,
  startTraces,
  renderTrace,
  traceLine,
  type AssemblyOptions,
  type Collector,
  type Trace,
  type Traces,
} from '../collector';
import { FirstlightError, codes } from '../lib/errors';
import { loadMcp } from './mcp-server';
import { UsageError } from './command-line/usage-error';
import { writeLine, writeText } from './terminal/output';
import { packageRoot } from './package-root';
import { terminalColumns, isColoured } from './terminal/terminal';

/** sysexits.h EX_UNAVAILABLE. */
export const PORT_TAKEN_EXIT_CODE = 69;

/** Enough for 100,000 spans of two dozen attributes and as many log lines. */
export const STORE_BYTES = 512 * 1024 * 1024;

export interface Ports {
  'grpc-port'?: number | undefined;
  'http-port'?: number | undefined;
  /** A file with what tokens cost. */
  prices?: string | undefined;
}

/**
 * Starts a collector. Ports that are asked for are taken or refused; otherwise 4317 and 4318, or two free ones if one
 * of them is taken. Undefined, with a line on stderr, if a port is not free.
 */
export async function openCollector(
  { 'grpc-port': grpcPort, 'http-port': httpPort, prices }: Ports,
  start = startCollector,
  sessionName?: string,
): Promise<Collector | undefined> {
  const folder = path.join(packageRoot(), 'dist', 'page');
  const common = {
    maxBytes: STORE_BYTES,
    ...(isPageFolder(folder) && { pageFolder: folder }),
    mcp: loadMcp,
    ...(prices !== undefined && { prices: readPrices(prices) }),
    ...(sessionName !== undefined && { sessionName }),
  };
  const wanted = { ...common, grpcPort: grpcPort ?? 4317, httpPort: httpPort ?? 4318 };
  try {
    return await start(wanted).catch((error: unknown) => {
      if (!isListenError(error) || (grpcPort !== undefined && httpPort !== undefined)) throw error;
      return start({ ...common, grpcPort: grpcPort ?? 0, httpPort: httpPort ?? 0 });
    });
  } catch (error) {
    if (!isListenError(error)) throw error;
    writeLine(`${error.message}. ${codes[error.code].remedy}`);
    return undefined;
  }
}

/** A table of prices: `{ "model": { "input": 2.5, "output": 10 } }`, each for a million tokens. */
function readPrices(file: string): Record<string, { input: number; output: number }> {
  try {
    const prices = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { input: number; output: number }>;
    for (const [model, { input, output }] of Object.entries(prices))
      if (!Number.isFinite(input) || !Number.isFinite(output))
        throw new Error(`${model}: expected numbers input and output`);
    return prices;
  } catch (error) {
    throw new UsageError(`--prices: cannot use ${file}: ${(error as Error).message}`);
  }
}

function isListenError(error: unknown): error is FirstlightError {
  return error instanceof FirstlightError && error.code === 'FL_COLLECTOR_LISTEN';
}

/** The two endpoints of a collector. */
export function endpointsOf({ grpcPort, httpPort }: Collector): { grpcEndpoint: string; httpEndpoint: string } {
  return { grpcEndpoint: `http://127.0.0.1:${grpcPort}`, httpEndpoint: `http://127.0.0.1:${httpPort}` };
}

/** A session that is kept. */
export interface KeptSession {
  file: string;
  close(): void;
  /** What has been saved, and how to look at it. */
  summary(): string;
}

/**
 * Keeps what a collector receives in a file of `folder`. Undefined, with a line on stderr, if no file can be made
 * there.
 */
export function keepSession({ store }: Collector, folder: string): KeptSession | undefined {
  try {
    const session = saveSession(store, folder, (reason) => writeLine(`nothing more is saved: ${reason}`));
    return {
      ...session,
      summary: () =>
        `saved ${(statSync(session.file).size / 1e6).toFixed(1)} MB in ${session.file}; ` +
        '`firstlight view` shows it, `firstlight query` searches it',
    };
  } catch (error) {
    writeLine(`--save: cannot write into ${folder}: ${(error as Error).message}`);
    return undefined;
  }
}

export interface PrintOptions {
  fd: number;
  json: boolean;
  assembly: AssemblyOptions;
  /** Called when no one reads any more. */
  onClosed?: () => void;
}

/** Prints each finished trace of a collector. */
export function printTraces({ store }: Collector, { fd, json, assembly, onClosed }: PrintOptions): Traces {
  // A file gets no colours, even if FORCE_COLOR is set.
  const colour = fd <= 2 && isColoured(fd);
  return startTraces(store, assembly, (trace: Trace) => {
    const text = json ? `${traceLine(trace)}\n` : `\n${renderTrace(trace, { colour, columns: terminalColumns(fd) })}\n`;
    if (!writeText(fd, text)) onClosed?.();
  });
}
