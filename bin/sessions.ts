// Saved sessions: files, and folders of them.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readSession, type Store, type StoreInlet } from '../collector';
import { writeLine } from './terminal/output';

/** sysexits.h EX_NOINPUT and EX_DATAERR. */
const [NO_INPUT_EXIT_CODE, NO_SESSION_EXIT_CODE] = [66, 65];

const SESSION = /\.(?:jsonl|ndjson|json)(?:\.gz)?$/i;

/**
 * Reads files of OTLP/JSON lines, plain or gzip, into a store; of a folder, those that are named so, by name. Resolves
 * with an exit code other than 0, after a line on stderr, if one cannot be read or holds nothing.
 */
export async function readSessions(store: Store & StoreInlet, paths: readonly string[]): Promise<number> {
  for (const each of paths) {
    try {
      const files = filesOf(each);
      let [lines, unreadable] = [0, 0];
      for (const file of files) {
        const read = await readSession(file, store);
        lines += read.lines;
        unreadable += read.unreadable;
      }
      if (lines === unreadable) {
        writeLine(`${each} holds no OTLP/JSON lines`);
        return NO_SESSION_EXIT_CODE;
      }
      if (unreadable > 0) writeLine(`${each}: left out ${unreadable} of ${lines} lines, which are no OTLP/JSON`);
    } catch (error) {
      writeLine(`cannot read ${each}: ${(error as Error).message}`);
      return NO_INPUT_EXIT_CODE;
    }
  }
  const dropped = store.dropped.spans + store.dropped.logs + store.dropped.metrics;
  if (dropped > 0) writeLine(`only the newest records are shown: ${dropped} did not fit into memory`);
  return 0;
}

function filesOf(name: string): string[] {
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name)
    .filter((file) => SESSION.test(file))
    .sort()
    .map((file) => path.join(name, file));
}
