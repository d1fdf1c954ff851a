// What the page may change: POST /api/clear, and POST /api/import with the bytes of a file.
import type { IncomingMessage } from 'node:http';
import { BodyRefused, readBody } from '../receive/body';
import { readBytes } from '../saving/session';
import type { Store, StoreInlet } from '../store/store';

/** A file that is dropped on the page, and its text, may have so many bytes. */
const MAX_IMPORT = 256 * 1024 * 1024;

export interface Change {
  status: number;
  body: object;
}

/** Carries out a change; undefined if there is none at this path. Foreign pages were refused before. */
export function changeOf(
  store: Store & StoreInlet,
  request: IncomingMessage,
  path: string,
): Promise<Change> | undefined {
  if (path === '/api/clear') {
    request.resume();
    store.clear();
    return Promise.resolve({ status: 200, body: {} });
  }
  return path === '/api/import' ? importFile(store, request) : undefined;
}

async function importFile(store: StoreInlet, request: IncomingMessage): Promise<Change> {
  try {
    const { lines, unreadable } = readBytes(await readBody(request, MAX_IMPORT), store, MAX_IMPORT);
    return lines === unreadable
      ? { status: 400, body: { message: 'it holds no OTLP/JSON' } }
      : { status: 200, body: { lines, unreadable } };
  } catch (error) {
    return {
      status: error instanceof BodyRefused ? error.httpStatus : 400,
      body: { message: (error as Error).message },
    };
  }
}
