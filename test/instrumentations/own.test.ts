import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { SpanRecord } from '../../collector';
import { ownInstrumentations } from '../../lib/config';
import {
  explain,
  isServing,
  lineage,
  listSpans,
  needsService,
  runApp,
  runtimes,
  type RunResult,
  type ServiceName,
} from '../support';
import { folder } from './case';

/** One library of ours at work: what the app does with it, and the spans that it has to have. */
interface OwnCase {
  service?: ServiceName;
  /** If the library makes its spans itself. */
  scope?: string;
  standsIn?: string;
  modules: string[];
  run: (...modules: any[]) => unknown;
  /** All spans of its scope, in the order in which they began. */
  spans: {
    name: string;
    kind?: SpanRecord['kind'];
    status?: 'OK';
    error?: string;
    attributes: Record<string, unknown>;
  }[];
  /** Names of spans of others that are below them. */
  children?: string[];
}

const pathOf = (name: string): string => join(folder, 'own', `${name}.case.cjs`);
const readCase = (name: string): OwnCase => require(pathOf(name)) as OwnCase;

test('every instrumentation of our own has its case', () =>
  assert.deepEqual(
    ownInstrumentations.filter((name) => !existsSync(pathOf(name))),
    [],
  ));

const names = [...ownInstrumentations, 'elasticsearch', 'bedrock'];

/** CommonJS is patched alike in all of them. */
const chosen = runtimes().filter(({ major }, _index, all) => all.length === 1 || major === 20 || major === 24);

for (const { name: runtime, binary, major } of chosen) {
  for (const format of major === chosen.at(-1)!.major ? ['cjs', 'mjs'] : ['mjs']) {
    describe(`${runtime}, all of them in one process, ${format}`, () => {
      let result: RunResult;
      before(async () => {
        const fixture = `instrumentations/own/load.${format}`;
        const ready = await Promise.all(
          names.map(async (name) => {
            const { service } = readCase(name);
            return !service || (await isServing(service));
          }),
        );
        const args = names.filter((_name, index) => ready[index]);
        result = await runApp({ fixture, args, node: binary, deadlineMs: 180_000 });
      });
      for (const name of names) {
        const it = readCase(name);
        test(`${name}${it.standsIn ? ` against ${it.standsIn}` : ''}`, async (t) => {
          if (it.service && !(await needsService(t, it.service))) return;
          explain(result, (ended) => check(name, it, ended));
        });
      }
    });
  }
}

/** What began in the same millisecond: a span before those below it. */
const byStart = (one: SpanRecord, other: SpanRecord): number =>
  Number(one.startNs - other.startNs) ||
  Number(one.parentSpanId === other.spanId) - Number(other.parentSpanId === one.spanId);

function check(name: string, it: OwnCase, { code, stderr, spans, metrics }: RunResult): void {
  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /FL_STAGE_FAILED|Invalid attribute value|ended Span/);
  const isBelow = (span: SpanRecord): boolean => lineage(span, spans).some((above) => above.name === name);
  const own = spans.filter(({ scope }) => scope.name === (it.scope ?? `firstlight/${name}`)).sort(byStart);
  assert.ok(own.every(isBelow), `all of ${listSpans(own)} are below the app's`);
  assert.deepEqual(
    own.map((span) => span.name),
    it.spans.map((span) => span.name),
  );
  for (const [index, { kind = 'CLIENT', status = 'UNSET', error, attributes }] of it.spans.entries()) {
    const span = own[index]!;
    const shown = Object.fromEntries(Object.keys(attributes).map((key) => [key, span.attributes[key]]));
    const expected = { kind, error, status: error === undefined ? status : 'ERROR', ...attributes };
    assert.deepEqual(
      { kind: span.kind, error: span.attributes['error.type'], status: span.status.code, ...shown },
      expected,
      `span ${index} of ${name}`,
    );
  }
  assert.doesNotMatch(JSON.stringify(own.map(({ attributes, status }) => [attributes, status])), /secret|nora@|ann@/);
  if (it.children)
    assert.deepEqual(
      spans
        .filter((span) => own.some(({ spanId }) => spanId === span.parentSpanId))
        .sort(byStart)
        .map((span) => span.name.split(' ')[0]),
      it.children,
    );
  const measured = own[0]?.attributes['db.system.name']
    ? ['db.client.operation.duration']
    : own[0]?.attributes['gen_ai.request.model']
      ? ['gen_ai.client.operation.duration', 'gen_ai.client.token.usage']
      : [];
  if (it.scope && !(ownInstrumentations as readonly string[]).includes(name)) return;
  for (const wanted of measured)
    assert.ok(
      metrics.some((metric) => metric.name === wanted && metric.scope.name === `firstlight/${name}`),
      `${wanted} is measured`,
    );
}
