import { isMainThread } from 'node:worker_threads';
import { startedHere } from '../config';
import { codes } from '../errors';

/**
 * Says that another copy was first, as a line of its own: the logger belongs to that one. Once per process tree, as the
 * start line of the first.
 */
export function reportDuplicateLoad(first: string, second: string, write: (line: string) => void): void {
  if (!isMainThread || !startedHere()) return;
  const { level, text } = codes.FL_ALREADY_LOADED;
  const message = `${text}: firstlight ${first} was first, this copy is ${second}`;
  write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, message, code: 'FL_ALREADY_LOADED' })}\n`);
}
