// Spans by the handful, for the tests of trees, assembly and rendering.
import type { SpanRecord } from '../../collector';

/** Times in milliseconds from an arbitrary start. */
export interface SpanSketch extends Partial<Omit<SpanRecord, 'startNs' | 'endNs'>> {
  id: string;
  parent?: string;
  from?: number;
  to?: number;
  service?: string;
}

const START_NS = 1_700_000_000_000_000_000n;

/** A span from a sketch: 0 to 10 ms, of service `app` and trace `t`, named after its ID. */
export function sketch({ id, parent, from = 0, to = 10, service = 'app', ...rest }: SpanSketch): SpanRecord {
  return {
    traceId: 't',
    spanId: id,
    ...(parent !== undefined && { parentSpanId: parent }),
    name: id,
    kind: 'INTERNAL',
    startNs: START_NS + BigInt(Math.round(from * 1e6)),
    endNs: START_NS + BigInt(Math.round(to * 1e6)),
    durationMs: to - from,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'UNSET' },
    resource: { 'service.name': service },
    scope: { name: 'test' },
    flags: 1,
    ...rest,
  };
}
