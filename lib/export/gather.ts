import type { Batch } from './batch';
import { joinRequests } from './join';

export interface GatherOptions {
  readonly format: 'protobuf' | 'json';
  readonly maxItems: number;
  readonly delayMs: number;
  /** Whether all of it is minor. */
  readonly isMinor?: boolean;
  /** Takes a request that is complete; `bytes` is what its parts had. */
  readonly push: (batch: Batch, bytes: number) => void;
}

/**
 * Brings the requests of worker threads, which hand over each item by itself, together to requests of the usual size.
 */
export interface Gather {
  add(batch: Batch): void;
  /** Passes on what is there. */
  flush(): void;
  /**
   * Keeps what comes until the undo is called, so that a flush comes to its end while others go on. The undo tells
   * whether something came.
   */
  hold(): () => boolean;
}

/** Bytes of a request at which it is complete, far below the 4 MiB that gRPC servers take by default. */
const MAX_BYTES = 1024 * 1024;

interface Parts {
  requests: Uint8Array[];
  items: number;
  bytes: number;
}
const none = (): Parts => ({ requests: [], items: 0, bytes: 0 });

/** Creates the gathering of one signal. */
export function createGather({ format, maxItems, delayMs, isMinor, push }: GatherOptions): Gather {
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
      if (open.items > 0 && (open.items + items > maxItems || open.bytes + bytes.byteLength > MAX_BYTES)) close();
      open.requests.push(bytes);
      open.items += items;
      open.bytes += bytes.byteLength;
      if (open.items >= maxItems || open.bytes >= MAX_BYTES) close();
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
