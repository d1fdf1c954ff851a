import { elapsed } from '../clock';

/**
 * What firstlight knows about the request that is being served: the value in async context. lib/http fills it in as the
 * request goes on; loggers read it, never write it.
 */
export interface RequestRecord {
  /** The request ID: the client's own if it was valid, else a random UUID. */
  readonly id: string;
  /** The request method as received, e.g. `GET`. */
  readonly method: string;
  /** The path as it arrived, without query string; frameworks that rewrite `req.url` don't change it. */
  readonly path: string;
  /** `elapsed()` at the arrival of the request, in milliseconds. */
  readonly startedAt: number;
  /** True if the path is one of FIRSTLIGHT_IGNORE_PATHS: context is kept, spans and lines are not. */
  readonly ignored: boolean;
  /** The user: set by `setUser()`, or found on the framework's request when it ends. */
  userId?: string;
  /** The matched route pattern, e.g. `/users/:id`, as soon as it is known. */
  route?: string;
  /** Trace context of the server span, lowercase hex; for lines that are written if no span is active. */
  traceId?: string;
  spanId?: string;
  /** Two hex digits, e.g. `01` if the trace is sampled. */
  traceFlags?: string;
}

let whenFirst: (() => void) | undefined;

/** Calls `act` before the first request of this thread is known, in any way. Returns the undo. */
export function onFirstRequest(act: () => void): () => void {
  whenFirst = act;
  return () => {
    whenFirst = undefined;
  };
}

function beginFirst(): void {
  const act = whenFirst;
  whenFirst = undefined;
  try {
    act?.();
  } catch {
    // The request comes first.
  }
}

/**
 * Makes the record of a request that has just arrived.
 * @param fields `startedAt` defaults to now, `ignored` to false.
 */
export function createRecord(
  fields: Pick<RequestRecord, 'id' | 'method' | 'path'> & Partial<RequestRecord>,
): RequestRecord {
  if (whenFirst !== undefined) beginFirst();
  // Every key from the start, in one order: all records share one hidden class.
  return {
    id: fields.id,
    method: fields.method,
    path: fields.path,
    startedAt: fields.startedAt ?? elapsed(),
    ignored: fields.ignored ?? false,
    userId: fields.userId,
    route: fields.route,
    traceId: fields.traceId,
    spanId: fields.spanId,
    traceFlags: fields.traceFlags,
  };
}
