// The smallest export request of each signal: a resource without anything recorded in it, so that nothing is stored.
import type { Protocol, Signal } from '../../../lib/config';

const NAME = 'firstlight doctor';

/** A protobuf field of number 1 or 2 with a length below 128. */
const field = (number: 1 | 2, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);

/** All three requests have the same shape: resource_x { resource { attributes { key, value { string_value } } } }. */
const PROTOBUF = field(
  1,
  field(1, field(1, Buffer.concat([field(1, Buffer.from('service.name')), field(2, field(1, Buffer.from(NAME)))]))),
);
const JSON_NAMES = {
  traces: ['resourceSpans', 'scopeSpans'],
  metrics: ['resourceMetrics', 'scopeMetrics'],
  logs: ['resourceLogs', 'scopeLogs'],
} as const;

/** The body of an export request. */
export function exportRequest(signal: Signal, protocol: Protocol): Buffer {
  if (protocol !== 'http/json') return PROTOBUF;
  const [resources, scopes] = JSON_NAMES[signal];
  return Buffer.from(
    JSON.stringify({
      [resources]: [
        { resource: { attributes: [{ key: 'service.name', value: { stringValue: NAME } }] }, [scopes]: [] },
      ],
    }),
  );
}
