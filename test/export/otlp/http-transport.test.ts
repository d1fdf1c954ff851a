import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createHttpTransport } from '../../../lib/export/otlp/http-transport';

const [PROTOBUF, JSON_TYPE] = ['application/x-protobuf', 'application/json'];
/** ExportTraceServiceResponse with a partial success of one rejected span. */
const PARTIAL = Buffer.from([0x0a, 0x02, 0x08, 0x01]);

/** What comes back for a request in protobuf, and whether it is an acknowledgement. */
const ANSWERS: [what: string, type: string | undefined, body: string | Buffer, isTaken: boolean, asked?: string][] = [
  ['nothing', undefined, '', true],
  ['nothing, as protobuf', PROTOBUF, '', true],
  ['a partial success', PROTOBUF, PARTIAL, true],
  ['JSON for protobuf', JSON_TYPE, '{"partialSuccess":{}}', true],
  ['protobuf for JSON', PROTOBUF, PARTIAL, true, JSON_TYPE],
  ['JSON', JSON_TYPE, '{}', true, JSON_TYPE],
  ['JSON without a type', undefined, '{}', true, JSON_TYPE],
  ['a page', 'text/html; charset=utf-8', '<!doctype html><title>Log in</title>', false],
  ['an empty page', 'text/html', '', false],
  ['a text', 'text/plain', 'ok', false],
  ['junk as protobuf', PROTOBUF, Buffer.from([0x07, 0xff, 0x00]), false],
  ['a message that breaks off', PROTOBUF, PARTIAL.subarray(0, 3), false],
  ['junk as JSON', JSON_TYPE, '{"partial', false],
  ['JSON that is no object', JSON_TYPE, '"ok"', false],
  ['a page for JSON', 'text/html', '<p>', false, JSON_TYPE],
];

for (const [what, type, body, isTaken, asked = PROTOBUF] of ANSWERS)
  test(`200 with ${what}${asked === JSON_TYPE ? ', asked in JSON' : ''}: ${isTaken ? 'taken' : 'no acknowledgement'}`, async () => {
    const headers: OutgoingHttpHeaders = type === undefined ? {} : { 'content-type': type };
    const server = http.createServer((request, response) => {
      request.resume();
      response.writeHead(200, headers).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const agent = new http.Agent();
    const transport = createHttpTransport({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
      headers: { 'Content-Type': asked },
      compression: 'none',
      agent,
    });
    const sent = await transport.send(Uint8Array.of(1), 10_000);
    assert.equal(sent.status, isTaken ? 'success' : 'failure');
    if (sent.status === 'failure') assert.match(sent.error.message, /^HTTP 200 with .* no answer of an OTLP receiver$/);
    transport.shutdown();
    server.close();
  });
