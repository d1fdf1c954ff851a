import * as timers from 'node:timers';

// Taken at load: the app's tests may put fakes in their place.
const { setTimeout, clearTimeout } = timers;

/** How a batch processor batches. Times in ms. */
export interface BatchProcessorOptions<T> {
  /** Encodes one OTLP export request. */
  readonly encode: (items: T[]) => Uint8Array | undefined;
  /** Takes the encoded request over. */
  readonly send: (bytes: Uint8Array, items: number) => void;
  readonly maxItems: number;
  /**
   * After how many items encoding begins, if encoded requests can be joined. Finished objects that wait in large
   * numbers outlive the garbage collector's young generation and make the heap grow; their bytes are outside of it.
   * Default: `maxItems`, nothing is joined.
   */
  readonly chunkItems?: number;
  /** Of how many bytes a request is complete. Of large items, fewer are encoded at once. Default: no bound. */
  readonly maxBytes?: number;
  readonly delayMs: number;
  /** Settles when the resource is complete; until then items are kept, but for a flush at exit. */
  readonly ready?: Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/** Collects finished items and passes them on encoded, a batch at a time; never asynchronous when asked to flush. */
export interface BatchProcessor<T> {
  add(item: T): void;
  /** Encodes and exports everything, now. */
  flush(): void;
  /** From here on `after` is called after each item: nothing that waits would ever run. */
  flushEach(after: () => void): void;
}

/**
 * Creates the batching in front of the exporter thread. Unlike the SDK's batch processors it holds no export in flight:
 * passing on is a memory transfer, so nothing has to be dropped here and everything can be flushed inside an `exit`
 * handler.
 */
export function createBatchProcessor<T>({
  encode,
  send,
  maxItems,
  chunkItems = maxItems,
  maxBytes = Infinity,
  delayMs,
  ready,
  onError,
}: BatchProcessorOptions<T>): BatchProcessor<T> {
  const chunk = Math.min(chunkItems, maxItems);
  let items: T[] = [];
  let encoded: Uint8Array[] = [];
  let encodedItems = 0;
  let encodedBytes = 0;
  /** After how many items encoding begins, as large as the last ones were. */
  let next = chunk;
  let timer: NodeJS.Timeout | undefined;
  let after: (() => void) | undefined;
  let waiting = ready !== undefined;

  const encodeItems = (batch: T[]) => {
    try {
      const bytes = encode(batch);
      if (!bytes) return;
      const size = bytes.byteLength;
      if (encodedBytes + size > maxBytes) sendEncoded();
      encoded.push(bytes);
      encodedItems += batch.length;
      encodedBytes += size;
      next = Math.min(chunk, Math.max(1, Math.floor((maxBytes * batch.length) / size)));
      if (chunk === maxItems) sendEncoded();
    } catch (error) {
      // Together they are longer than a text or a buffer can be.
      if (!(error instanceof RangeError) || batch.length === 1) return onError(error);
      const half = batch.length >> 1;
      encodeItems(batch.slice(0, half));
      encodeItems(batch.slice(half));
    }
  };
  const encodeChunk = () => {
    const most = next < chunk ? next : maxItems;
    const batch = items.length > most ? items.splice(0, most) : items;
    if (batch === items) items = [];
    encodeItems(batch);
  };
  const sendEncoded = () => {
    if (encodedItems === 0) return;
    // An export request is a protobuf message of repeated fields only: joined messages are one message.
    const bytes = encoded.length === 1 ? encoded[0]! : Buffer.concat(encoded);
    const count = encodedItems;
    encoded = [];
    encodedItems = 0;
    encodedBytes = 0;
    send(bytes, count);
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    while (items.length > 0) {
      encodeChunk();
      if (encodedItems >= maxItems) sendEncoded();
    }
    sendEncoded();
  };
  const settled = () => {
    waiting = false;
    if (items.length > 0) flush();
  };
  ready?.then(settled, settled);

  return {
    add(item) {
      items.push(item);
      if (after) return after();
      if (waiting) return;
      timer ??= setTimeout(flush, delayMs).unref();
      if (items.length < next) return;
      encodeChunk();
      if (encodedItems + chunk > maxItems || encodedBytes >= maxBytes) flush();
    },
    flush,
    flushEach(then) {
      after = then;
    },
  };
}
