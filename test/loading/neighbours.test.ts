import assert from 'node:assert/strict';
import module from 'node:module';
import { test } from 'node:test';
import { agentOf, findAgents } from '../../lib/loading/agents';
import { loadedEarlier } from '../../lib/loading/earlier';
import { leaveOut } from '../../lib/loading/foreign-instrumentations';
import { watchCompiling } from '../../lib/loading/compiled';
import { splitNodeOptions } from '../../lib/loading/node-options';

const file = (name: string): string => `/srv/node_modules/${name}`;
const cases: { title: string; loaded?: string[]; flags?: string[]; globals?: object; expected: string[] }[] = [
  {
    title: 'nobody',
    loaded: [file('express/index.js'), '/srv/dd-trace/app.js'],
    flags: ['--enable-source-maps', '--require', './newrelic.js'],
    expected: [],
  },
  { title: 'a loaded module', loaded: [file('newrelic/index.js')], expected: ['newrelic: loaded before firstlight'] },
  {
    title: 'on Windows',
    loaded: ['C:\\srv\\node_modules\\elastic-apm-node\\index.js'],
    expected: ['elastic-apm-node: loaded before firstlight'],
  },
  {
    title: 'kept by pnpm',
    loaded: [file('.pnpm/dd-trace@5.0.0/node_modules/dd-trace/index.js')],
    expected: ['dd-trace: loaded before firstlight'],
  },
  { title: 'a dependency of an agent only', loaded: [file('newrelic/node_modules/express/index.js')], expected: [] },
  { title: 'a mark on the global object', globals: { _ddtrace: {} }, expected: ['dd-trace: loaded before firstlight'] },
  { title: '-r', flags: ['-r', 'dd-trace/init'], expected: ['dd-trace: asked for by a flag'] },
  { title: '--require=', flags: ['--require=newrelic'], expected: ['newrelic: asked for by a flag'] },
  {
    title: '--import of a file',
    flags: ['--import', 'file:///srv/node_modules/dd-trace/initialize.mjs'],
    expected: ['dd-trace: asked for by a flag'],
  },
  {
    title: 'a scoped package',
    flags: ['--import', '@sentry/node/preload'],
    expected: ['@sentry/node: asked for by a flag'],
  },
  { title: 'a flag without its value', flags: ['-r'], expected: [] },
  {
    title: 'both found and asked for',
    loaded: [file('dd-trace/init.js')],
    flags: ['-r', 'dd-trace/init'],
    expected: ['dd-trace: loaded before firstlight'],
  },
];
for (const { title, loaded = [], flags = [], globals = {}, expected } of cases) {
  test(`agents: ${title}`, () => {
    assert.deepEqual(
      findAgents({ loaded, flags, globals }).map(({ name, presence }) => `${name}: ${presence}`),
      expected,
    );
  });
}

test('a file is of an agent or is not', () => {
  assert.equal(agentOf(file('@sentry/node/build/cjs/index.js'))?.patches, false);
  assert.equal(agentOf(file('express/index.js')), undefined);
  assert.equal(agentOf('/srv/app.js'), undefined);
});

const options: [string, string[]][] = [
  ['', []],
  ['  --require /a.js   --import=/b.js ', ['--require', '/a.js', '--import=/b.js']],
  ['--import="/with blanks/register.js" -r x', ['--import=/with blanks/register.js', '-r', 'x']],
  ['--require "C:\\\\a \\"b\\".js"', ['--require', 'C:\\a "b".js']],
];
for (const [text, expected] of options)
  test(`NODE_OPTIONS ${text}`, () => assert.deepEqual(splitNodeOptions(text), expected));

test('targets that are loaded are named once, in order, builtins never', () => {
  assert.deepEqual(
    loadedEarlier(
      ['pg', 'express', 'http', 'pg', 'koa'],
      [file('pg/lib/client.js'), file('express/index.js'), '/srv/koa/index.js'],
    ),
    ['express', 'pg'],
  );
});

test('an instrumentation that is ours is left out, another is enabled, and the undo brings everything back', () => {
  class InstrumentationBase {
    enabled = false;
    constructor(readonly instrumentationName: string) {}
    enable(): void {
      this.enabled = true;
    }
  }
  const left: string[] = [];
  const undo = leaveOut(
    { InstrumentationBase },
    (name) => name === 'ours',
    (name) => left.push(name),
  );
  const [ours, other] = [new InstrumentationBase('ours'), new InstrumentationBase('other')];
  ours.enable();
  other.enable();
  assert.deepEqual([ours.enabled, other.enabled, left], [false, true, ['ours']]);
  undo();
  ours.enable();
  assert.equal(ours.enabled, true);
  for (const strange of [undefined, null, {}, { InstrumentationBase: 1 }, { InstrumentationBase: class {} }])
    leaveOut(
      strange,
      () => true,
      () => {},
    )();
});

test('compiled modules are told of with their exports, until the undo', () => {
  const seen: [string, unknown][] = [];
  const compile = (name: string, text: string): void => {
    const fresh = new module(name) as unknown as { _compile(text: string, name: string): void };
    fresh._compile(text, name);
  };
  const undo = watchCompiling({
    after: (name, exports) => void (name.endsWith('wanted.js') && seen.push([name, exports])),
  });
  compile('/a/wanted.js', 'exports.a = 1;');
  compile('/a/unwanted.cjs', 'exports.b = 1;');
  undo();
  compile('/b/wanted.js', 'exports.c = 1;');
  assert.deepEqual(seen, [['/a/wanted.js', { a: 1 }]]);
});
