import { elapsed } from '../../clock';
import type { Notice } from '../protocol';
import type { DropPriority } from '../queue/drop-priority';

/** The same notice is written at most once in this time, in ms. */
const QUIET_MS = 60_000;
/** Failures that are the same for every signal of an endpoint. */
const OF_ENDPOINT = new Set<Notice['code']>([
  'FL_EXPORT_UNREACHABLE',
  'FL_EXPORT_UNTRUSTED',
  'FL_EXPORT_THROTTLED',
  'FL_EXPORT_REJECTED',
  'FL_EXPORT_RECOVERED',
]);

/** A notice that is due to be written, with the number of those of its kind that were held back since the last one. */
export interface DueNotice extends Notice {
  readonly repeated?: number;
}

interface Kind {
  last: number;
  held: number;
  items: number;
  dropped: Partial<Record<DropPriority, number>>;
}

/** Writes notices, each kind at most once a minute. */
export interface NoticeRateLimiter {
  (notice: Notice): void;
  /** Writes the drops that were held back: the process ends. */
  flush(): void;
}

/**
 * Writes the first notice of a kind at once and further ones once a minute, counted. Signals that fail alike on one
 * endpoint are one kind, unless the endpoint answers for a signal. Drops of all signals are one kind, and add up.
 */
export function createNoticeRateLimiter(
  write: (notice: DueNotice) => void,
  now: () => number = elapsed,
): NoticeRateLimiter {
  const kinds = new Map<string, Kind>();
  const none = (): Kind => ({ last: -Infinity, held: 0, items: 0, dropped: {} });
  const emit = (kind: Kind, notice: Notice): void => {
    write({
      ...notice,
      items: notice.items === undefined ? undefined : kind.items,
      ...(notice.dropped && { dropped: kind.dropped }),
      repeated: kind.held || undefined,
    });
    Object.assign(kind, none(), { last: now() });
  };
  const limiter = (notice: Notice): void => {
    const subject = OF_ENDPOINT.has(notice.code) ? new URL(notice.endpoint!).host : (notice.signal ?? '');
    const key = `${notice.code} ${subject}`;
    const kind = kinds.get(key) ?? none();
    kinds.set(key, kind);
    kind.items += notice.items ?? 0;
    for (const [priority, items] of Object.entries(notice.dropped ?? {}) as [DropPriority, number][])
      kind.dropped[priority] = (kind.dropped[priority] ?? 0) + items;
    if (now() - kind.last < QUIET_MS) kind.held++;
    else emit(kind, notice);
  };
  const flush = (): void => {
    for (const kind of kinds.values()) {
      if (kind.held === 0 || Object.keys(kind.dropped).length === 0) continue;
      kind.held--;
      emit(kind, { code: 'FL_EXPORT_DROPPED', items: kind.items, dropped: kind.dropped });
    }
  };
  return Object.assign(limiter, { flush });
}
