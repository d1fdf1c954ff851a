import type { Notice } from './protocol';

/** The same notice is written at most once in this time, in ms. */
const QUIET_MS = 60_000;
/** What every signal of an endpoint meets alike. */
const OF_ENDPOINT = new Set<Notice['code']>(['FL_EXPORT_UNREACHABLE', 'FL_EXPORT_UNTRUSTED', 'FL_EXPORT_THROTTLED', 'FL_EXPORT_REJECTED', 'FL_EXPORT_RECOVERED']);

/** A notice that is due to be written, with the number of its like that were held back since the last one. */
export interface DueNotice extends Notice {
  readonly repeated?: number;
}

/**
 * Lets the first notice of a kind through at once and its like once a minute, counted. Signals that fail alike on one endpoint are one kind,
 * except where the endpoint answers for a signal: those are about the signal. Drops add their items up.
 */
export function createNoticeGate(write: (notice: DueNotice) => void, now: () => number = Date.now): (notice: Notice) => void {
  const kinds = new Map<string, { last: number; held: number; items: number }>();
  return (notice) => {
    const key = `${notice.code} ${OF_ENDPOINT.has(notice.code) ? new URL(notice.endpoint!).host : notice.signal}`;
    const kind = kinds.get(key) ?? { last: -Infinity, held: 0, items: 0 };
    kinds.set(key, kind);
    kind.items += notice.items ?? 0;
    if (now() - kind.last < QUIET_MS) {
      kind.held++;
      return;
    }
    write({ ...notice, items: notice.items === undefined ? undefined : kind.items, repeated: kind.held || undefined });
    Object.assign(kind, { last: now(), held: 0, items: 0 });
  };
}
