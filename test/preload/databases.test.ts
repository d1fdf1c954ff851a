import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertBelow,
  explain,
  listSpans,
  needsService,
  onEachRuntime,
  onlySpan,
  runApp,
  type ServiceName,
} from '../support';

interface Case {
  library: string;
  service: ServiceName;
  /** The instrumentation's scope, and the spans that one request must bring. */
  scope: string;
  spans: { kind: string; name: RegExp; times: number }[];
}

const cases: Case[] = [
  {
    library: 'pg',
    service: 'postgres',
    scope: 'pg',
    spans: [
      { kind: 'CLIENT', name: /^pg\.query:SELECT/, times: 2 },
      { kind: 'CLIENT', name: /^pg\.connect/, times: 2 },
      { kind: 'CLIENT', name: /^pg-pool\.connect/, times: 1 },
    ],
  },
  { library: 'mysql2', service: 'mariadb', scope: 'mysql2', spans: [{ kind: 'CLIENT', name: /^SELECT/, times: 2 }] },
  {
    library: 'ioredis',
    service: 'redis',
    scope: 'ioredis',
    spans: [
      { kind: 'CLIENT', name: /^set$/, times: 1 },
      { kind: 'CLIENT', name: /^get$/, times: 1 },
      { kind: 'CLIENT', name: /^del$/, times: 1 },
    ],
  },
  {
    library: 'redis',
    service: 'redis',
    scope: 'redis',
    spans: [
      { kind: 'CLIENT', name: /SET$/, times: 1 },
      { kind: 'CLIENT', name: /GET$/, times: 1 },
      { kind: 'CLIENT', name: /DEL$/, times: 1 },
    ],
  },
  {
    library: 'amqplib',
    service: 'rabbitmq',
    scope: 'amqplib',
    spans: [
      { kind: 'PRODUCER', name: /publish/, times: 1 },
      { kind: 'CONSUMER', name: /process/, times: 1 },
    ],
  },
];

onEachRuntime(({ binary }) => {
  for (const { library, service, scope, spans: expected } of cases) {
    for (const format of ['mjs', 'cjs']) {
      test(`${library} in ${format}: one trace from the server span to each span of the ${service} client`, async (t) => {
        if (!(await needsService(t, service))) return;
        const result = await runApp({
          fixture: `data/${library}.${format}`,
          node: binary,
          requests: async ({ url }) => assert.equal(await (await fetch(url)).text(), '42'),
        });
        explain(result, ({ spans }) => {
          const server = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
          for (const { kind, name, times } of expected) {
            const found = spans.filter(
              (span) =>
                span.scope.name === `@opentelemetry/instrumentation-${scope}` &&
                span.kind === kind &&
                name.test(span.name) &&
                span.traceId === server.traceId,
            );
            assert.equal(found.length, times, `${kind} spans like ${name} in the trace; all: ${listSpans(spans)}`);
            for (const span of found) assertBelow(span, server, spans);
          }
        });
      });
    }
  }
});
