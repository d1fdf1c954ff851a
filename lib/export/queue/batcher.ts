import type { ExportBatch } from './batch';
import { joinRequests } from '../request/join-requests';
import { MAX_REQUEST_BYTES } from './request-limit';

export interface BatcherOptions {
  readonly format: 'protobuf' | 'json';
  readonly maxItems: number;
  readonly delayMs: number;
  /** Whether all of it is minor. */
  readonly isMinor?: boolean;
  /** Takes a request that is complete; `bytes` is the size of its parts. */
  readonly push: (batch: ExportBatch, bytes: number) => void;
}

/** Joins the requests of worker threads, which enqueue each item separately, to requests of the usual size. */
export interface Batcher {
  add(batch: ExportBatch): void;
  /** Sends what is there. */
  flush(): void;
  /**
   * Keeps what comes until the undo is called, so that a flush ends while others go on. The undo returns whether
   * something came.
   */
  hold(): () => boolean;
}

interface Parts {
  requests: Uint8Array[];
  items: number;
  bytes: number;
}
const none = (): Parts => ({ requests: [], items: 0, bytes: 0 });

/** Creates the batcher of one signal. */
export function createBatcher({ format, maxItems, delayMs, isMinor, push }: BatcherOptions): Batcher {
  let open = none();
  const complete: Parts[] = [];
  let timer: NodeJS.Timeout | undefined;
  let holders = 0;

  const pass = (): void => {
    if (holders > 0) return;
    for (const { requests, items, bytes } of complete.splice(0))
      push({ bytes: joinRequests(format, requests), items, isMinor }, bytes);
  };
  const close = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (open.items > 0) complete.push(open);
    open = none();
    pass();
  };
  return {
    add({ bytes, items }) {
      if (open.items > 0 && (open.items + items > maxItems || open.bytes + bytes.byteLength > MAX_REQUEST_BYTES))
        close();
      open.requests.push(bytes);
      open.items += items;
      open.bytes += bytes.byteLength;
      if (open.items >= maxItems || open.bytes >= MAX_REQUEST_BYTES) close();
      else timer ??= setTimeout(close, delayMs);
    },
    flush: close,
    hold() {
      holders++;
      return () => {
        holders--;
        const came = complete.length > 0 || open.items > 0;
        pass();
        return came;
      };
    },
  };
}
