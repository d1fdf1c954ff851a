import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { createFileWatch } from '../otlp/file-watch';
import { classifyExportError } from '../otlp/classify-error';
import { partialSuccessOf } from '../otlp/response';
import { formatOf, type Notice, type Signal, type SignalTarget } from '../protocol';
import { CONCURRENCY, type ExportBatch } from '../queue/batch';
import { priorityOf } from '../queue/drop-priority';
import { MAX_REQUEST_BYTES } from '../queue/request-limit';
import { shrink } from '../queue/shrink';
import type { Counters } from '../report/counters';
import type { DropCounter } from '../report/drop-counter';
import { itemName } from '../request/item-name';
import { splitRequest } from '../request/split-request';
import type { OfficialExporter, OfficialExporters } from './official-exporter';

/** How long to pause a signal that the endpoint does not implement. */
const PAUSE_MS = 5 * 60_000;

export interface SenderOptions {
  readonly signal: Signal;
  readonly target: SignalTarget;
  readonly userAgent: string;
  readonly load: () => OfficialExporters;
  readonly maxBytes: number;
  readonly counters: Counters;
  readonly dropCounter: DropCounter;
  readonly notify: (notice: Notice) => void;
}

/** Sends the requests of one signal by OpenTelemetry's exporter, from this thread. */
export interface Sender {
  /** Resolves when the request was taken, refused or given up; never rejects. */
  send(batch: ExportBatch): Promise<void>;
  close(): void;
}

/** Creates the sender of a signal; the exporter is loaded with the first request. */
export function createSender(options: SenderOptions): Sender {
  const { signal, target, counters, dropCounter, notify } = options;
  const endpoint = target.url;
  const format = formatOf(target.protocol);
  const isOutdated = createFileWatch(target);
  let exporter: OfficialExporter | undefined;
  let [inFlight, bytesInFlight, isFailing, pausedUntil] = [0, 0, false, 0];

  const connect = (): OfficialExporter => {
    const { createExporter, listenForAnswers } = options.load();
    listenForAnswers(signal, (answer) => {
      const partial = answer.length > 0 ? partialSuccessOf(answer, format) : undefined;
      if (partial === undefined) return;
      const { rejected, message } = partial;
      counters.add(signal, 'sent', -rejected);
      counters.add(signal, 'refused', rejected);
      const cause = message || `${rejected} refused`;
      notify({ code: 'FL_EXPORT_PARTIAL', signal, endpoint, cause, ...(rejected > 0 && { items: rejected }) });
    });
    return createExporter(signal, target, options.userAgent);
  };
  const close = (): void => {
    void exporter?.shutdown().catch(() => {});
    exporter = undefined;
  };
  const attempt = (batch: ExportBatch): Promise<unknown> =>
    new Promise((resolve) => {
      try {
        if (exporter && isOutdated()) close();
        exporter ??= connect();
        context.with(suppressTracing(ROOT_CONTEXT), () =>
          exporter!.export(batch, ({ code, error }) =>
            resolve(code === 0 ? undefined : (error ?? new Error('export failed'))),
          ),
        );
      } catch (error) {
        resolve(error ?? new Error('export failed'));
      }
    });
  const drop = ({ items, isMinor }: ExportBatch): void => {
    counters.add(signal, 'dropped', items);
    dropCounter.add(priorityOf(signal, isMinor), items);
  };
  const fail = async (batch: ExportBatch, error: unknown): Promise<void> => {
    const { action, code, cause, limitBytes } = classifyExportError(error);
    const { bytes, items, isMinor } = batch;
    if (action === 'shrink') {
      const about = `${itemName(format, signal, bytes)}, ${bytes.byteLength} bytes: ${cause}`;
      const smaller = shrink(format, signal, batch, limitBytes);
      if (smaller?.isCut) notify({ code: 'FL_EXPORT_CUT', signal, endpoint, cause: about, items });
      if (smaller) return void (await Promise.all(smaller.batches.map((each) => sendOne({ ...each, isMinor }))));
      notify({ code, signal, endpoint, cause: about, items });
      return counters.add(signal, 'refused', items);
    }
    notify({ code, signal, endpoint, cause, items });
    if (action !== 'retry') {
      if (action === 'pause') pausedUntil = Date.now() + PAUSE_MS;
      return counters.add(signal, 'refused', items);
    }
    // The exporter has tried again as often as its time-out allows; nothing is kept here.
    isFailing = true;
    drop(batch);
  };
  const sendOne = async (batch: ExportBatch): Promise<void> => {
    const { items, bytes } = batch;
    if (Date.now() < pausedUntil) return counters.add(signal, 'refused', items);
    if (inFlight > 0 && (inFlight >= CONCURRENCY || bytesInFlight + bytes.byteLength > options.maxBytes))
      return drop(batch);
    inFlight += 1;
    bytesInFlight += bytes.byteLength;
    counters.add(signal, 'inFlight', items);
    const error = await attempt(batch);
    inFlight -= 1;
    bytesInFlight -= bytes.byteLength;
    counters.add(signal, 'inFlight', -items);
    if (error !== undefined) return fail(batch, error);
    counters.add(signal, 'sent', items);
    if (isFailing) notify({ code: 'FL_EXPORT_RECOVERED', signal, endpoint });
    isFailing = false;
  };
  return {
    async send(batch) {
      // Later: within the end of the process nothing is sent any more, and nothing is to be loaded for it.
      await Promise.resolve();
      const { bytes, items, isMinor } = batch;
      const parts =
        bytes.byteLength > MAX_REQUEST_BYTES
          ? splitRequest(format, signal, { bytes, items }, MAX_REQUEST_BYTES)
          : [batch];
      await Promise.all(parts.map((part) => sendOne({ ...part, isMinor })));
    },
    close,
  };
}
