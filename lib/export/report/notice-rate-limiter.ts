import * as timers from 'node:timers';
import { elapsed } from '../../clock';
import type { Notice } from '../protocol';
import type { DropPriority } from '../queue/drop-priority';

/** The same notice is written at most once in this time, in ms. */
const QUIET_MS = 60_000;
/** What is lost or changed for good: all of it is in a line in the end. */
const LOSSES = new Set<Notice['code']>([
  'FL_EXPORT_REJECTED',
  'FL_EXPORT_PARTIAL',
  'FL_EXPORT_DROPPED',
  'FL_EXPORT_TOO_LARGE',
  'FL_EXPORT_CUT',
  'FL_KEEP_OVERFLOW',
]);
/** Failures that are the same for every signal of an endpoint. */
const OF_ENDPOINT = new Set<Notice['code']>([
  'FL_EXPORT_UNREACHABLE',
  'FL_EXPORT_UNTRUSTED',
  'FL_EXPORT_THROTTLED',
  'FL_EXPORT_NOT_OTLP',
  'FL_EXPORT_REJECTED',
  'FL_EXPORT_RECOVERED',
]);

// Taken at load: the app's tests may put a fake in its place.
const { setTimeout } = timers;

/** A notice that is due to be written, with the number of those of its kind that were held back since the last one. */
export interface DueNotice extends Notice {
  readonly repeated?: number;
}

interface Kind {
  last: number;
  held: number;
  items: number;
  dropped: Partial<Record<DropPriority, number>>;
  /** The last notice of a loss that was held back. */
  latest: Notice | undefined;
}

/** Writes notices, each kind at most once a minute. */
export interface NoticeRateLimiter {
  (notice: Notice): void;
  /** Writes the losses that were held back: the process ends. */
  flush(): void;
}

/**
 * Writes the first notice of a kind at once and further ones once a minute, counted. Signals that fail alike on one
 * endpoint are one kind, unless the endpoint answers for a signal. Drops of all signals are one kind, and add up.
 * Losses that were held back are written when the minute is over, whether more come or not.
 * @param later Calls a function after a time in ms.
 */
export function createNoticeRateLimiter(
  write: (notice: DueNotice) => void,
  now: () => number = elapsed,
  later: (run: () => void, ms: number) => void = (run, ms) => void setTimeout(run, ms).unref(),
): NoticeRateLimiter {
  const kinds = new Map<string, Kind>();
  const none = (): Kind => ({ last: -Infinity, held: 0, items: 0, dropped: {}, latest: undefined });
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
    const left = QUIET_MS - (now() - kind.last);
    if (!(left > 0)) return emit(kind, notice);
    kind.held++;
    if (!LOSSES.has(notice.code)) return;
    if (!kind.latest) later(() => release(kind), left);
    kind.latest = notice;
  };
  const release = (kind: Kind): void => {
    if (!kind.latest) return;
    kind.held--;
    emit(kind, kind.latest);
  };
  const flush = (): void => kinds.forEach(release);
  return Object.assign(limiter, { flush });
}
