// The way to an endpoint without faults.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from './diagnose';
import { collect, grpc, to } from './endpoints';

test(
  'a way without faults has nothing but what is fine, and the collector gets three requests with nothing ' + 'in them',
  async () => {
    const collector = await collect();
    const { findings, verdict } = await diagnose(
      [],
      to(grpc(collector), { OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shop' }),
    );
    assert.equal(verdict, 'fine');
    assert.deepEqual(
      findings.filter(({ section }) => section === 'Endpoint').map(({ id }) => id),
      [
        'endpoint-resolved',
        'endpoint-connected',
        'endpoint-spoken',
        'signal-accepted',
        'signal-accepted',
        'signal-accepted',
      ],
    );
    assert.deepEqual(
      collector.requests.map(({ signal, headers }) => [signal, headers['x-tenant']]),
      [
        ['traces', 'shop'],
        ['logs', 'shop'],
        ['metrics', 'shop'],
      ],
    );
    assert.deepEqual(
      [collector.store.spans.length, collector.store.logs.length, collector.store.metrics.length],
      [0, 0, 0],
    );
  },
);
