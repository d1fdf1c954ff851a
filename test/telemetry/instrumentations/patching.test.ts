import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { guardPatches, patchNamespace } from '../../../lib/telemetry/instrumentations/patching';

type Patch = (exports: any) => unknown;

/** What an instrumentation with this patch makes of a module, and the errors that were kept from the app. */
function patched(exports: object, patch: Patch): { exports: any; errors: unknown[] } {
  const errors: unknown[] = [];
  const instrumentation = { _onRequire: (_definition: object, given: object) => patch(given) };
  guardPatches(instrumentation as unknown as Instrumentation, (error) => errors.push(error));
  return {
    exports: (instrumentation._onRequire as (definition: object, given: object) => unknown)({}, exports),
    errors,
  };
}

test('what is required is patched as it is', () => {
  const replacement = () => 2;
  assert.equal(
    patched(
      () => 1,
      () => replacement,
    ).exports,
    replacement,
  );
});

test('a patch that throws leaves the module to the app', () => {
  const module = { a: 1 };
  const result = patched(module, () => {
    throw new Error('not made for this');
  });
  assert.equal(result.exports, module);
  assert.deepEqual(result.errors.map(String), ['Error: not made for this']);
});

test('ES modules: a patch gets the namespace, and what it returns becomes the default export', () => {
  const namespace = { default: 1 };
  const instrumentation = {
    getModuleDefinitions: () => [{ name: 'pack' }, { name: 'other' }],
    _onRequire: (definition: { name: string }, given: object) => {
      assert.equal(definition.name, 'pack');
      assert.equal(given, namespace);
      return 2;
    },
  };
  patchNamespace(
    [instrumentation as unknown as Instrumentation],
    { target: 'pack', name: 'pack', folder: '/pack' },
    namespace,
  );
  assert.equal(namespace.default, 2);
});

test('a namespace that was patched when it was evaluated is left alone when it is required', async () => {
  const namespace = (await import('node:os')) as object;
  const instrumentation = { getModuleDefinitions: () => [], _onRequire: () => assert.fail('called') };
  guardPatches(instrumentation as unknown as Instrumentation, () => assert.fail());
  patchNamespace(
    [instrumentation as unknown as Instrumentation],
    { target: 'pack', name: 'pack', folder: '/pack' },
    {},
  );
  const patch = instrumentation._onRequire as unknown as (
    definition: object,
    given: object,
    name: string,
    folder: string,
  ) => unknown;
  assert.equal(patch({}, namespace, 'pack', '/pack'), namespace);
});
