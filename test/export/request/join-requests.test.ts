import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { decodeRequest, type Encoding } from '../../../collector/decode/decode';
import { joinRequests } from '../../../lib/export/request/join-requests';

const serializers = { protobuf: ProtobufTraceSerializer, json: JsonTraceSerializer };

function spanOf(name: string, service: string, attributes = {}): ReadableSpan {
  return {
    name,
    attributes,
    kind: SpanKind.INTERNAL,
    startTime: [1, 0],
    endTime: [2, 0],
    duration: [1, 0],
    status: { code: SpanStatusCode.UNSET },
    links: [],
    events: [],
    spanContext: () => ({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: TraceFlags.SAMPLED,
    }),
    resource: resourceFromAttributes({ 'service.name': service }),
    instrumentationScope: { name: 'app' },
    ended: true,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
const encode = (format: Encoding, span: ReadableSpan) => serializers[format].serializeRequest([span])!;
const told = (format: Encoding, bytes: Uint8Array) =>
  decodeRequest('traces', format, Buffer.from(bytes)).map(
    ({ name, resource }) => `${name} of ${String((resource as Record<string, unknown>)['service.name'])}`,
  );

for (const format of ['protobuf', 'json'] as const) {
  test(`${format}: joined requests are one request with all that was in them`, () => {
    const parts = [
      spanOf('a', 'shop'),
      spanOf('b', 'shop', { long: 'x'.repeat(20_000) }),
      spanOf('c', 'till'),
      spanOf('d', 'shop'),
    ].map((span) => encode(format, span));
    assert.deepEqual(told(format, joinRequests(format, parts)).sort(), [
      'a of shop',
      'b of shop',
      'c of till',
      'd of shop',
    ]);
  });

  test(`${format}: a request that is alone stays as it is`, () => {
    const [part] = [encode(format, spanOf('a', 'shop'))];
    assert.equal(joinRequests(format, [part]), part);
  });
}

test('protobuf: a resource that requests have in common is written once', () => {
  const parts = ['a', 'b', 'c', 'd'].map((name) =>
    encode('protobuf', spanOf(name, 'a service with a name that can be found')),
  );
  const joined = Buffer.from(joinRequests('protobuf', parts)).toString('latin1');
  assert.equal(joined.split('a service with a name that can be found').length - 1, 1);
});

test('protobuf: what is no such request is put together as it is', () => {
  assert.deepEqual([...joinRequests('protobuf', [Uint8Array.of(0xff, 1), Uint8Array.of(2)])], [0xff, 1, 2]);
});
