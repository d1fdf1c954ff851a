import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { variableNames } from '../../lib/config/table';
import { alreadyStarted, markStarted, readEnvironment, upstreamInstrumentations } from '../../lib/config';

test('the names of instrumentations that are not ours are those that auto-instrumentations-node brings', () => {
  const path = join(__dirname, '../../node_modules/@opentelemetry/auto-instrumentations-node/package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { dependencies: Record<string, string> };
  const prefix = '@opentelemetry/instrumentation-';
  const names = Object.keys(manifest.dependencies)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
  assert.deepEqual([...upstreamInstrumentations].sort(), names.sort());
});

test('the mark of a start is left for this process and its children', () => {
  const env = readEnvironment();
  delete env.FIRSTLIGHT_STARTED;
  assert.equal(alreadyStarted(), false);
  markStarted();
  assert.equal(alreadyStarted(), true);
  assert.equal(env.FIRSTLIGHT_STARTED, String(process.pid));
  delete env.FIRSTLIGHT_STARTED;
});

/**
 * Variables that are understood and checked, and that nothing acts upon yet. Whoever acts upon one takes it out of
 * here.
 */
const waiting: string[] = [];

test('every variable of the table is acted upon by something', () => {
  const lib = join(__dirname, '../../lib');
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.m?ts$/.test(name) && !/config.(table|describe|suggest|foreign|reconcile)/.test(name),
  );
  const sources = files.map((name) => readFileSync(join(lib, name), 'utf8')).join('\n');
  // Names of one signal are put together, in lib/config/otlp.
  const acted = (name: string): boolean =>
    sources.includes(name) || /^OTEL_EXPORTER_OTLP_|^OTEL_(TRACES|METRICS|LOGS)_EXPORTER$/.test(name);
  assert.deepEqual(
    variableNames.filter((name) => !acted(name) && !waiting.includes(name)),
    [],
  );
});
