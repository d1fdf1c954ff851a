// What the exporter does after each answer of a collector.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Reply } from '../../collector';
import { until } from '../support/deadline';
import { openExporter } from '../support/exporter';
import { collect, PROTOCOLS, said, SIDE_BY_SIDE, TIMEOUT_MS, urlOf, type Protocol } from './connection';

/** A google.rpc.Status with a RetryInfo of 1.8 s. */
const RETRY_INFO = Buffer.concat([
  Buffer.from([0x1a, 0x36, 0x0a, 0x28]),
  Buffer.from('type.googleapis.com/google.rpc.RetryInfo'),
  Buffer.from([0x12, 0x0a, 0x0a, 0x08, 0x08, 0x01, 0x10, 0x80, 0x90, 0xbc, 0xfd, 0x02]),
]).toString('base64');
const ASKED_MS = 1_800;

interface Answer {
  title: string;
  only?: Protocol[];
  reply: Reply;
  code: string;
  cause: RegExp;
  arrivals: number;
  resent?: number;
  items?: number;
  notBeforeMs?: number;
}

// gRPC says UNAVAILABLE of a broken connection too: whether the batch had arrived cannot be known then.
const ANSWERS: Answer[] = [
  {
    title: 'RESOURCE_EXHAUSTED with RetryInfo',
    only: ['grpc'],
    reply: { grpcStatus: 8, message: 'slow down', headers: { 'grpc-status-details-bin': RETRY_INFO } },
    code: 'FL_EXPORT_THROTTLED',
    cause: /^RESOURCE_EXHAUSTED: slow down$/,
    arrivals: 1,
    notBeforeMs: ASKED_MS,
  },
  {
    title: 'RESOURCE_EXHAUSTED without',
    only: ['grpc'],
    reply: { grpcStatus: 8, message: 'no quota' },
    code: 'FL_EXPORT_REJECTED',
    cause: /^RESOURCE_EXHAUSTED: no quota$/,
    arrivals: 0,
  },
  {
    title: 'an item that is too large, and has nothing to cut',
    reply: { grpcStatus: 8, httpStatus: 413, message: 'message larger than max (9 vs. 5)' },
    code: 'FL_EXPORT_TOO_LARGE',
    cause: /^span "one", \d+ bytes: (?:RESOURCE_EXHAUSTED|HTTP 413)/,
    arrivals: 0,
  },
  {
    title: 'UNAVAILABLE',
    only: ['grpc'],
    reply: { grpcStatus: 14, message: 'restarting' },
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /^UNAVAILABLE: restarting$/,
    arrivals: 1,
    resent: 1,
  },
  {
    title: '429 with Retry-After',
    only: ['http/protobuf', 'http/json'],
    reply: { httpStatus: 429, message: 'slow down', headers: { 'retry-after': '2' } },
    code: 'FL_EXPORT_THROTTLED',
    cause: /^HTTP 429: Too Many Requests: slow down$/,
    arrivals: 1,
    notBeforeMs: 2_000,
  },
  {
    title: '503 with Retry-After',
    only: ['http/protobuf', 'http/json'],
    reply: { httpStatus: 503, message: 'restarting', headers: { 'retry-after': '2' } },
    code: 'FL_EXPORT_THROTTLED',
    cause: /^HTTP 503: Service Unavailable: restarting$/,
    arrivals: 1,
    notBeforeMs: 2_000,
  },
  {
    title: '503 without',
    only: ['http/protobuf', 'http/json'],
    reply: { httpStatus: 503, message: 'restarting' },
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /^HTTP 503/,
    arrivals: 1,
  },
  {
    title: 'a permanent rejection',
    reply: { grpcStatus: 3, message: 'no such tenant' },
    code: 'FL_EXPORT_REJECTED',
    cause: /no such tenant/,
    arrivals: 0,
  },
  {
    title: 'a partial success',
    reply: { partialSuccess: { rejected: 1, message: 'one is too old' } },
    code: 'FL_EXPORT_PARTIAL',
    cause: /^one is too old$/,
    arrivals: 1,
    items: 1,
  },
  {
    title: 'a remark',
    reply: { partialSuccess: { rejected: 0, message: 'this endpoint moves soon' } },
    code: 'FL_EXPORT_PARTIAL',
    cause: /^this endpoint moves soon$/,
    arrivals: 1,
  },
  {
    title: 'an answer after 30 s',
    reply: { delayMs: 30_000 },
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /no answer within 4000 ms|DEADLINE_EXCEEDED/,
    arrivals: 2,
    resent: 1,
  },
];

describe('answers of the collector', SIDE_BY_SIDE, () => {
  for (const { title, only, reply, code, cause, arrivals, resent = 0, items, notBeforeMs = 0 } of ANSWERS) {
    for (const protocol of only ?? PROTOCOLS) {
      test(`${title}, ${protocol}: ${arrivals === 0 ? 'the batch is given up, the next one arrives' : 'the batch arrives'}`, async () => {
        const { counts, times, portOf } = await collect([{ ...reply }]);
        const exporter = openExporter({ protocol, url: urlOf(protocol, portOf(protocol)), timeoutMs: TIMEOUT_MS });
        exporter.send('one');
        await until(
          () => exporter.codes().includes(code as never),
          'it says so',
          () => said(exporter),
        );
        await until(
          () => (counts().one ?? 0) === arrivals,
          'the batch arrives',
          () => said(exporter),
        );
        exporter.send('two');
        await until(
          () => counts().two === 1,
          'the next batch arrives',
          () => said(exporter),
        );
        await until(
          () => exporter.open() === 0,
          'all is acknowledged',
          () => said(exporter),
        );
        assert.equal(counts().one ?? 0, arrivals);
        if (notBeforeMs)
          assert.ok(times[1]! - times[0]! >= notBeforeMs, `asked again after ${times[1]! - times[0]!} ms`);
        const notice = exporter.notices.find((each) => each.code === code);
        assert.match(notice!.cause!, cause);
        if (code === 'FL_EXPORT_PARTIAL') assert.equal(notice!.items, items);
        assert.equal(
          exporter.notices.reduce((sum, each) => sum + (each.resent ?? 0), 0),
          resent,
        );
      });
    }
  }
});
