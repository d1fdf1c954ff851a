import { acceptRequestId, createRecord } from '../../context';
import type { CaptureConfig } from '../captured-headers';
import type { TraceHeader } from './echo';
import { Exchange } from './exchange';
import { createPathMatcher } from '../ignore';
import type { RequestLines } from '../lines';
import { pathOf } from '../routes/path';

/** The part of the configuration that lib/http reads; see lib/config for the meaning of each. */
export interface RequestConfig extends CaptureConfig {
  readonly FIRSTLIGHT_REQUEST_ID_HEADER: string;
  readonly FIRSTLIGHT_REQUEST_ID_ECHO: boolean;
  readonly FIRSTLIGHT_TRACE_RESPONSE: readonly TraceHeader[];
  readonly FIRSTLIGHT_REQUEST_LOG: 'all' | 'end' | 'none';
  readonly FIRSTLIGHT_IGNORE_PATHS: readonly string[];
}

/**
 * What every kind of request has when it arrives. `subject` is the object that frameworks put `user` and `route` on.
 */
export interface Arriving {
  method: string | undefined;
  target: string | undefined;
  headers: Record<string, unknown>;
  subject: object;
  /** Whether the server is firstlight's own. */
  isOwn?: boolean;
}

/**
 * Makes the exchange of a request that has just arrived: its ID, its path before the app rewrites it, whether it is
 * ignored.
 */
export type Arrival = (arriving: Arriving) => Exchange;

export function createArrival(config: RequestConfig, lines: RequestLines): Arrival {
  const header = config.FIRSTLIGHT_REQUEST_ID_HEADER.toLowerCase();
  const ignores = createPathMatcher(config.FIRSTLIGHT_IGNORE_PATHS);
  return ({ method, target, headers, subject, isOwn = false }) => {
    const path = pathOf(target);
    const record = createRecord({
      id: acceptRequestId(headers[header]),
      method: method ?? 'GET',
      path,
      ignored: isOwn || ignores(path),
    });
    return new Exchange(record, lines, subject);
  };
}
