// Requests of every signal, with every kind of value, and what a record of them says.
import type { Signal } from '../../collector';

export const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const time = { startTimeUnixNano: '1544712660000000000', timeUnixNano: '1544712661000000000' };
const attributes = [
  { key: 'text', value: { stringValue: 'x' } },
  { key: 'empty', value: { stringValue: '' } },
  { key: 'no', value: { boolValue: false } },
  { key: 'big', value: { intValue: '9223372036854775807' } },
  { key: 'small', value: { intValue: '-1' } },
  { key: 'double', value: { doubleValue: -0.25 } },
  { key: 'bytes', value: { bytesValue: 'AQID' } },
  { key: 'nothing', value: {} },
  { key: '__proto__', value: { stringValue: 'polite' } },
  {
    key: 'list',
    value: {
      arrayValue: {
        values: [{ intValue: '1' }, { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }] } }, {}],
      },
    },
  },
];
const exemplars = [
  { timeUnixNano: '5', asInt: '-3', ...ids, filteredAttributes: [{ key: 'k', value: { stringValue: 'v' } }] },
];

export const metric = (data: object): object => ({
  resourceMetrics: [
    { scopeMetrics: [{ scope: { name: 's', version: '1' }, metrics: [{ name: 'm', unit: 'u', ...data }] }] },
  ],
});

export const REQUESTS: {
  name: string;
  signal: Signal;
  request: object;
  look: (record: any) => unknown;
  expected: unknown;
}[] = [
  {
    name: 'a span with everything',
    signal: 'traces',
    request: {
      resourceSpans: [
        {
          resource: { attributes, droppedAttributesCount: 1 },
          schemaUrl: 'u',
          scopeSpans: [
            {
              spans: [
                {
                  ...ids,
                  parentSpanId: 'aaaaaaaaaaaaaaaa',
                  traceState: 'a=b',
                  name: 'n',
                  kind: 5,
                  startTimeUnixNano: '1',
                  endTimeUnixNano: '2500001',
                  attributes,
                  droppedAttributesCount: 1,
                  droppedEventsCount: 2,
                  droppedLinksCount: 3,
                  flags: 0x301,
                  events: [{ timeUnixNano: '2', name: 'e' }],
                  links: [{ ...ids, traceState: 'x', flags: 1 }],
                  status: { code: 1 },
                },
              ],
            },
          ],
        },
      ],
    },
    look: ({ kind, traceState, durationMs, dropped, flags, status, scope, links }) => ({
      kind,
      traceState,
      durationMs,
      dropped,
      flags,
      status,
      scope,
      links,
    }),
    expected: {
      kind: 'CONSUMER',
      traceState: 'a=b',
      durationMs: 2.5,
      dropped: { attributes: 1, events: 2, links: 3 },
      flags: 0x301,
      status: { code: 'OK' },
      scope: { name: '' },
      links: [{ ...ids, attributes: {} }],
    },
  },
  {
    name: 'every kind of value',
    signal: 'traces',
    request: { resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, attributes }] }] }] },
    look: ({ attributes: seen }) => Object.entries(seen as object),
    expected: [
      ['text', 'x'],
      ['empty', ''],
      ['no', false],
      ['big', 9223372036854775807n],
      ['small', -1],
      ['double', -0.25],
      ['bytes', Buffer.from([1, 2, 3])],
      ['nothing', null],
      ['__proto__', 'polite'],
      ['list', [1, { a: true }, null]],
    ],
  },
  {
    name: 'a log record that was only observed',
    signal: 'logs',
    request: {
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  observedTimeUnixNano: '7',
                  severityNumber: 10,
                  severityText: 'INFO2',
                  body: { stringValue: 'b' },
                  flags: 1,
                },
              ],
            },
          ],
        },
      ],
    },
    look: ({ timeNs, severityNumber, severityText, body, flags, traceId }) => ({
      timeNs,
      severityNumber,
      severityText,
      body,
      flags,
      traceId,
    }),
    expected: { timeNs: 7n, severityNumber: 10, severityText: 'INFO2', body: 'b', flags: 1, traceId: undefined },
  },
  {
    name: 'a gauge of integers',
    signal: 'metrics',
    request: metric({ gauge: { dataPoints: [{ ...time, asInt: '-5', exemplars, flags: 1 }] } }),
    look: ({ type, points }) => ({ type, points }),
    expected: {
      type: 'gauge',
      points: [
        {
          attributes: {},
          timeNs: 1544712661000000000n,
          startNs: 1544712660000000000n,
          flags: 1,
          value: -5,
          exemplars: [{ value: -3, timeNs: 5n, ...ids, attributes: { k: 'v' } }],
        },
      ],
    },
  },
  {
    name: 'a sum that falls',
    signal: 'metrics',
    request: metric({
      sum: { aggregationTemporality: 1, isMonotonic: false, dataPoints: [{ ...time, asDouble: 0 }] },
    }),
    look: ({ temporality, monotonic, points }) => [temporality, monotonic, points[0].value],
    expected: ['DELTA', false, 0],
  },
  {
    name: 'a histogram',
    signal: 'metrics',
    request: metric({
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [{ ...time, count: '3', sum: 6, min: 1, max: 3, bucketCounts: ['1', '2'], explicitBounds: [1.5] }],
      },
    }),
    look: ({ points: [{ count, sum, min, max, buckets }] }) => ({ count, sum, min, max, buckets }),
    expected: { count: 3, sum: 6, min: 1, max: 3, buckets: { bounds: [1.5], counts: [1, 2] } },
  },
  {
    name: 'an exponential histogram',
    signal: 'metrics',
    request: metric({
      exponentialHistogram: {
        aggregationTemporality: 1,
        dataPoints: [
          {
            ...time,
            count: '9',
            scale: -2,
            zeroCount: '4',
            zeroThreshold: 0.5,
            positive: { offset: -7, bucketCounts: ['1', '300'] },
            negative: { offset: 3, bucketCounts: ['2'] },
          },
        ],
      },
    }),
    look: ({ points: [{ exponential, sum }] }) => ({ exponential, sum }),
    expected: {
      exponential: {
        scale: -2,
        zeroCount: 4,
        zeroThreshold: 0.5,
        positive: { offset: -7, counts: [1, 300] },
        negative: { offset: 3, counts: [2] },
      },
      sum: undefined,
    },
  },
  {
    name: 'a summary',
    signal: 'metrics',
    request: metric({
      summary: {
        dataPoints: [
          {
            ...time,
            count: '2',
            sum: 3,
            quantileValues: [
              { quantile: 0.5, value: 1 },
              { quantile: 1, value: 2 },
            ],
          },
        ],
      },
    }),
    look: ({ points: [{ count, sum, quantiles }] }) => ({ count, sum, quantiles }),
    expected: {
      count: 2,
      sum: 3,
      quantiles: [
        { quantile: 0.5, value: 1 },
        { quantile: 1, value: 2 },
      ],
    },
  },
];
