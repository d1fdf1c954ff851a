import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { guardPatches, noteImport } from '../../lib/telemetry/patching';

type Patch = (exports: any) => unknown;

/** What an instrumentation with this patch makes of a module, and the errors that were kept from the app. */
function patched(exports: object, patch: Patch): { exports: any; errors: unknown[] } {
  const errors: unknown[] = [];
  const instrumentation = { _onRequire: (_definition: object, given: object) => patch(given) };
  guardPatches(instrumentation as unknown as Instrumentation, (error) => errors.push(error));
  return { exports: (instrumentation._onRequire as (definition: object, given: object) => unknown)({}, exports), errors };
}

/** The namespace that an import of CommonJS has. */
function imported(required: object): Record<string, unknown> {
  const namespace = { ...required, default: required };
  noteImport(namespace, 'commonjs');
  return namespace;
}

test('what is required is patched as it is', () => {
  const replacement = () => 2;
  assert.equal(patched(() => 1, () => replacement).exports, replacement);
});

test('a patch that throws leaves the module to the app, required or imported', () => {
  for (const module of [{ a: 1 }, imported({ a: 1 })]) {
    const result = patched(module, () => { throw new Error('not made for this'); });
    assert.equal(result.exports, module);
    assert.deepEqual(result.errors.map(String), ['Error: not made for this']);
  }
});

test('imported CommonJS: a patch gets module.exports, and what it returns becomes the default export', () => {
  const original = Object.assign(() => 1, { version: 1 });
  const replacement = Object.assign(() => 2, { version: 1 });
  const namespace = imported(original);
  const { exports } = patched(namespace, (given) => { assert.equal(given, original); return replacement; });
  assert.equal(exports, namespace);
  assert.equal(namespace.default, replacement);
  assert.equal(namespace.version, 1);
});

test('imported CommonJS: what a patch changes shows in the named exports', () => {
  const namespace = imported({ connect: () => 1, other: 3 });
  patched(namespace, (given) => { given.connect = () => 2; });
  assert.equal((namespace.connect as () => number)(), 2);
  assert.equal(namespace.other, 3);
});

test('imported ES modules: a patch gets the namespace', () => {
  const namespace = { default: {} };
  noteImport(namespace, 'module');
  patched(namespace, (given) => assert.equal(given, namespace));
});
