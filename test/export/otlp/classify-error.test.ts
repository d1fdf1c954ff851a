import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyExportError, type ErrorClass } from '../../../lib/export/otlp/classify-error';

function throttled(code: number): Error {
  const details = Buffer.concat([
    Buffer.from([0x1a, 0x30, 0x0a, 0x28]),
    Buffer.from('type.googleapis.com/google.rpc.RetryInfo'),
    Buffer.from([0x12, 0x04, 0x0a, 0x02, 0x08, 0x02]),
  ]);
  return Object.assign(new Error(), {
    code,
    details: 'slow down',
    metadata: { get: (name: string) => (name === 'grpc-status-details-bin' ? [details] : []) },
  });
}

const cases: [string, unknown, ErrorClass['action'], ErrorClass['code'], RegExp][] = [
  [
    'a refused connection',
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4317'), { code: 'ECONNREFUSED' }),
    'retry',
    'FL_EXPORT_UNREACHABLE',
    /^connect ECONNREFUSED/,
  ],
  [
    'gRPC UNAVAILABLE',
    Object.assign(new Error('14 UNAVAILABLE: no'), { code: 14, details: 'no connection established' }),
    'retry',
    'FL_EXPORT_UNREACHABLE',
    /^UNAVAILABLE: no connection established$/,
  ],
  [
    'gRPC RESOURCE_EXHAUSTED, for good',
    Object.assign(new Error(), { code: 8, details: 'quota exceeded' }),
    'drop',
    'FL_EXPORT_REJECTED',
    /^RESOURCE_EXHAUSTED: quota/,
  ],
  ['gRPC RESOURCE_EXHAUSTED with RetryInfo', throttled(8), 'retry', 'FL_EXPORT_THROTTLED', /RESOURCE_EXHAUSTED/],
  ['gRPC UNAVAILABLE with RetryInfo', throttled(14), 'retry', 'FL_EXPORT_THROTTLED', /UNAVAILABLE/],
  [
    'HTTP 429',
    Object.assign(new Error('Too Many Requests'), { code: 429 }),
    'retry',
    'FL_EXPORT_THROTTLED',
    /^HTTP 429/,
  ],
  [
    'HTTP 503 with Retry-After',
    Object.assign(new Error('Service Unavailable'), { code: 503, retryAfterMs: 1000 }),
    'retry',
    'FL_EXPORT_THROTTLED',
    /^HTTP 503/,
  ],
  [
    'HTTP 500, which is for good',
    Object.assign(new Error('Internal Server Error'), { code: 500 }),
    'drop',
    'FL_EXPORT_REJECTED',
    /^HTTP 500/,
  ],
  [
    'a certificate that nobody vouches for',
    Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    'retry',
    'FL_EXPORT_UNTRUSTED',
    /self-signed/,
  ],
  [
    'the same over gRPC',
    Object.assign(new Error(), {
      code: 14,
      details: 'No connection established. Last error: Error: self-signed certificate. Resolution note: ',
    }),
    'retry',
    'FL_EXPORT_UNTRUSTED',
    /^UNAVAILABLE: No connection established: self-signed certificate$/,
  ],
  [
    'gRPC UNIMPLEMENTED',
    Object.assign(new Error(), { code: 12, details: 'unknown service' }),
    'pause',
    'FL_EXPORT_UNIMPLEMENTED',
    /UNIMPLEMENTED: unknown service/,
  ],
  [
    'gRPC INVALID_ARGUMENT',
    Object.assign(new Error(), { code: 3, details: 'bad' }),
    'drop',
    'FL_EXPORT_REJECTED',
    /INVALID_ARGUMENT: bad/,
  ],
  [
    'gRPC UNAUTHENTICATED',
    Object.assign(new Error(), { code: 16, details: 'who' }),
    'drop',
    'FL_EXPORT_REJECTED',
    /UNAUTHENTICATED/,
  ],
  [
    'HTTP 503',
    Object.assign(new Error('Service Unavailable'), { code: 503 }),
    'retry',
    'FL_EXPORT_UNREACHABLE',
    /^HTTP 503: Service Unavailable$/,
  ],
  ['HTTP 404', Object.assign(new Error('Not Found'), { code: 404 }), 'pause', 'FL_EXPORT_UNIMPLEMENTED', /^HTTP 404/],
  ['HTTP 400', Object.assign(new Error('Bad Request'), { code: 400 }), 'drop', 'FL_EXPORT_REJECTED', /^HTTP 400/],
  ['something without a status', new Error('socket hang up'), 'retry', 'FL_EXPORT_UNREACHABLE', /socket hang up/],
  ['nothing at all', undefined, 'retry', 'FL_EXPORT_UNREACHABLE', /undefined/],
];

for (const [name, error, action, code, cause] of cases) {
  test(`${name}: ${action}`, () => {
    const errorClass = classifyExportError(error);
    assert.equal(errorClass.action, action);
    assert.equal(errorClass.code, code);
    assert.match(errorClass.cause, cause);
  });
}

test('the wait that a RetryInfo asks for is understood', () =>
  assert.equal(classifyExportError(throttled(8)).retryAfterMs, 2000));

const resets: [number, string][] = [
  [13, 'Received RST_STREAM with code 0 (Call ended without gRPC status)'],
  [13, 'Received RST_STREAM with code 1'],
  [13, 'Received RST_STREAM with code 2 (Internal server error)'],
  [8, 'Bandwidth exhausted or memory limit exceeded'],
  [2, 'No status information received'],
];

for (const [code, details] of resets)
  test(`${details}: no answer of a collector’s, so it is sent again`, () => {
    const errorClass = classifyExportError(Object.assign(new Error(details), { code, details }));
    assert.deepEqual([errorClass.action, errorClass.answered, errorClass.uncertain], ['retry', false, true]);
  });

test('INTERNAL in the words of a collector is for good', () =>
  assert.equal(classifyExportError(Object.assign(new Error(), { code: 13, details: 'a bug' })).action, 'drop'));

const tooLarge: [string, number, string, limit: number | undefined][] = [
  ['grpc-go', 8, 'grpc: received message larger than max (6000725 vs. 4194304)', 4_194_304],
  ['grpc-go, compressed', 8, 'grpc: received message after decompression larger than max 4194304', 4_194_304],
  ['grpc-java', 8, 'gRPC message exceeds maximum size 4194304: 6000725', 4_194_304],
  ['grpc-node', 8, 'Received message larger than max (6000725 vs 4194304)', 4_194_304],
  ['tonic', 11, 'Error, decoded message length too large: found 6000725 bytes, the limit is: 4194304 bytes', 4_194_304],
  ['grpc-dotnet', 8, 'Received message exceeds the maximum configured message size.', undefined],
  ['a proxy before gRPC', 2, 'Received HTTP status code 413', undefined],
  ['nginx', 413, 'Request Entity Too Large', undefined],
  ['the collector over HTTP', 400, 'Bad Request: http: request body too large', undefined],
];

for (const [server, code, details, limit] of tooLarge)
  test(`too large, says ${server}: it is made smaller`, () => {
    const { action, limitBytes } = classifyExportError(Object.assign(new Error(details), { code, details }));
    assert.equal(action, 'shrink');
    assert.equal(limitBytes, limit);
  });

test('too large, but overloaded, says a RetryInfo: it is sent again as it is', () =>
  assert.equal(classifyExportError({ ...throttled(8), details: 'larger than max (2 vs. 1)' }).action, 'retry'));

const uncertain: [string, unknown, boolean][] = [
  ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), false],
  [
    'a name that is not known',
    Object.assign(new Error(), { code: 14, details: 'Name resolution failed for target dns:nowhere:4317' }),
    false,
  ],
  ['an answer of 503', Object.assign(new Error(), { code: 503 }), false],
  ['a connection that was reset', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), true],
  [
    'a deadline that passed',
    Object.assign(new Error(), { code: 4, details: 'Deadline exceeded after 10s,remote_addr=127.0.0.1:4317' }),
    true,
  ],
];

for (const [name, error, open] of uncertain)
  test(`${name}: the batch ${open ? 'may have arrived' : 'has not arrived'}`, () =>
    assert.equal(classifyExportError(error).uncertain, open));
