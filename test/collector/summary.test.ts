// What the page's list says of a trace.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryOf } from '../../collector/viewer/summary';
import { sketch, type SpanSketch } from './spans';

const SUMMARIES: { name: string; spans: SpanSketch[]; expected: Partial<ReturnType<typeof summaryOf>> }[] = [
  {
    name: 'a request',
    spans: [
      {
        id: 'a',
        name: 'GET /x',
        kind: 'SERVER',
        attributes: { 'http.request.method': 'GET', 'http.route': '/x', 'http.response.status_code': 200 },
      },
      { id: 'b', parent: 'a', to: 30 },
    ],
    expected: {
      name: 'GET /x',
      method: 'GET',
      route: '/x',
      status: 200,
      spans: 2,
      errors: 0,
      failed: false,
      durationMs: 30,
    },
  },
  {
    name: 'a client that calls a server',
    spans: [
      {
        id: 'b',
        parent: 'a',
        name: 'GET /x',
        kind: 'SERVER',
        service: 'two',
        attributes: { 'http.route': '/x', 'http.response.status_code': 503 },
      },
      {
        id: 'a',
        name: 'GET',
        kind: 'CLIENT',
        attributes: { 'http.request.method': 'GET', 'url.full': 'http://h/x?secret' },
      },
    ],
    expected: { name: 'GET', service: 'app', services: ['two', 'app'], route: '/x', status: 503, failed: true },
  },
  {
    name: 'a client alone',
    spans: [
      {
        id: 'a',
        name: 'GET',
        kind: 'CLIENT',
        attributes: { 'http.request.method': 'GET', 'url.full': 'http://h/x?secret' },
      },
    ],
    expected: { name: 'GET /x', route: '/x' },
  },
  {
    name: 'an error further down',
    spans: [{ id: 'a' }, { id: 'b', parent: 'a', status: { code: 'ERROR', message: 'Deep' } }],
    expected: { errors: 1, failed: false },
  },
];

for (const { name, spans, expected } of SUMMARIES) {
  test(`summary of ${name}`, () => {
    const summary = summaryOf(spans.map(sketch));
    assert.deepEqual(
      Object.fromEntries(Object.keys(expected).map((key) => [key, summary[key as keyof typeof summary]])),
      expected,
    );
    assert.ok(!JSON.stringify(summary).includes('secret'));
  });
}
