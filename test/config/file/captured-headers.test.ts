// The headers that become attributes of spans, in a configuration file and in the one that is printed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadFile } from './load';

const TEXT = `instrumentation/development:
  general:
    http:
      client: { response_captured_headers: [Content-Type] }
      server: { request_captured_headers: [X-Tenant, accept], response_captured_headers: [etag] }
`;

test('captured headers of a file', () => {
  const config = loadFile(TEXT);
  assert.deepEqual(config.OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS, []);
  assert.deepEqual(config.OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS, ['content-type']);
  assert.deepEqual(config.OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS, ['x-tenant', 'accept']);
  assert.deepEqual(config.OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS, ['etag']);
  assert.deepEqual(config.problems, []);
});
