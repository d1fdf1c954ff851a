import type { Attributes } from '@opentelemetry/api';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { ORIGINS, RESULTS, SIGNALS, type Counts, type Ended, type Signal, type SelfCounter } from '../../export';
import { componentsOf, NOUNS, type Component, type Endpoint } from './components';
import { operationOf, type Operation } from './operations';
import { createReports, type Point, type Points } from './points';

declare const FIRSTLIGHT_VERSION: string;

type ScopeMetrics = ResourceMetrics['scopeMetrics'][number];

export interface SelfMetricsOptions {
  readonly endpoints: Partial<Record<Signal, Endpoint>>;
  readonly counts: (signal: Signal) => Counts;
  readonly durations: (signal: Signal) => readonly Ended[];
  readonly selfCounts: () => Readonly<Record<SelfCounter, number>>;
  readonly temporality: 'cumulative' | 'delta' | 'lowmemory';
  /** How many items of a signal may wait, if someone set it. */
  readonly capacity: Partial<Record<Signal, number>>;
}

/**
 * What the SDK's self-observability conventions have on the way of telemetry, from the counters of the process. An item
 * is in the processor's queue until its export is over, since it may come back; so `processed` counts what is through,
 * and what was made is processed, waits or flies.
 * https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/
 */
export function createSelfMetrics({
  endpoints,
  counts,
  durations,
  selfCounts,
  temporality,
  capacity,
}: SelfMetricsOptions): () => ScopeMetrics {
  const report = createReports(temporality);
  return () => {
    const { metrics, sum, histogram } = report();
    addCreated(sum, selfCounts());
    const operations: Operation[] = [];
    for (const signal of SIGNALS) {
      const endpoint = endpoints[signal];
      if (!endpoint) continue;
      const component = componentsOf(signal, endpoint);
      addDelivered(sum, signal, counts(signal), component, capacity[signal]);
      operations.push(...durations(signal).map((ended) => operationOf(component.exporter, endpoint.protocol, ended)));
    }
    // Without buckets, as OpenTelemetry's own exporters have it.
    histogram(
      'otel.sdk.exporter.operation.duration',
      's',
      'The duration of exporting a batch of telemetry records.',
      operations,
    );
    return { scope: { name: 'firstlight', version: FIRSTLIGHT_VERSION }, metrics };
  };
}

type Sum = Points['sum'];

function addCreated(sum: Sum, selfCounts: Readonly<Record<SelfCounter, number>>): void {
  const named = (origin: string, result: string): Point => [
    { 'otel.span.parent.origin': origin, 'otel.span.sampling_result': result },
    selfCounts[`started ${origin} ${result}` as SelfCounter],
  ];
  sum(
    'otel.sdk.span.started',
    '{span}',
    'The number of created spans.',
    true,
    ORIGINS.flatMap((origin) => RESULTS.map((result) => named(origin, result))).filter(([, value]) => value > 0),
  );
  sum(
    'otel.sdk.span.live',
    '{span}',
    'The number of created spans that record and have not ended.',
    false,
    (['RECORD_ONLY', 'RECORD_AND_SAMPLE'] as const).flatMap((result): Point[] => {
      const begun = ORIGINS.reduce((all, origin) => all + selfCounts[`started ${origin} ${result}`], 0);
      return begun > 0 ? [[{ 'otel.span.sampling_result': result }, begun - selfCounts[`ended ${result}`]]] : [];
    }),
  );
  sum('otel.sdk.log.created', '{log_record}', 'The number of log records submitted to enabled SDK loggers.', true, [
    [{}, selfCounts.log],
  ]);
}

function addDelivered(
  sum: Sum,
  signal: Signal,
  { made, sent, dropped, refused, retried, spooled, inFlight }: Counts,
  { processor, exporter }: Component,
  capacity: number | undefined,
): void {
  const { noun, unit, plural } = NOUNS[signal];
  const failed = (component: Attributes, cause: string, items: number): Point[] =>
    items > 0 ? [[{ ...component, 'error.type': cause }, items]] : [];
  if (processor) {
    sum(`otel.sdk.processor.${noun}.processed`, unit, `The number of ${plural} whose processing is over.`, true, [
      [processor, sent + refused],
      ...failed(processor, 'queue_full', dropped),
    ]);
    sum(`otel.sdk.processor.${noun}.queue.size`, unit, `The number of ${plural} in the queue.`, false, [
      [processor, Math.max(0, made - sent - refused - dropped - inFlight)],
    ]);
    if (capacity !== undefined)
      sum(
        `otel.sdk.processor.${noun}.queue.capacity`,
        unit,
        `The number of ${plural} that the queue can hold.`,
        false,
        [[processor, capacity]],
      );
  }
  sum(`otel.sdk.exporter.${noun}.exported`, unit, `The number of ${plural} whose export is over.`, true, [
    [exporter, sent],
    ...failed(exporter, 'rejected', refused),
    ...(processor ? [] : failed(exporter, 'queue_full', dropped)),
  ]);
  sum(`otel.sdk.exporter.${noun}.inflight`, unit, `The number of ${plural} that are being exported.`, false, [
    [exporter, inFlight],
  ]);
  // The conventions know neither.
  sum(
    `firstlight.exporter.${noun}.retried`,
    unit,
    `The number of ${plural} that waited to be sent again, each time.`,
    true,
    [[exporter, retried]],
  );
  if (spooled > 0)
    sum(`firstlight.exporter.${noun}.spooled`, unit, `The number of ${plural} that were put on disk.`, true, [
      [exporter, spooled],
    ]);
}
