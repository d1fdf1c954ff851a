import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { agentOf, findAgents } from '../../lib/loading/agents';
import { loadedEarlier } from '../../lib/loading/earlier';
import { leaveOut } from '../../lib/loading/foreign-instrumentations';
import { watchLoading } from '../../lib/loading/module-loads';
import { splitNodeOptions } from '../../lib/loading/node-options';
import { temporaryFolder } from '../support';

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

test('modules that are loaded are shown with their text and their exports, until the undo', () => {
  const folder = temporaryFolder({
    'wanted.js': 'exports.a = 1;',
    'unwanted.cjs': 'exports.b = 1;',
    'again/wanted.js': 'exports.c = 1;',
  });
  const load = (name: string): unknown => createRequire(__filename)(join(folder, name));
  const seen: [string, unknown][] = [];
  const texts: string[] = [];
  const undo = watchLoading({
    before: (text) => texts.push(text),
    wants: (name) => name.endsWith('wanted.js'),
    after: (name, exports) => void seen.push([relative(folder, name), exports]),
  });
  load('wanted.js');
  load('unwanted.cjs');
  undo();
  load('again/wanted.js');
  assert.deepEqual(seen, [['wanted.js', { a: 1 }]]);
  assert.deepEqual(texts, ['exports.a = 1;', 'exports.b = 1;']);
});

test('what stands for the exports of a module is what is required', () => {
  const folder = temporaryFolder({ 'wanted.js': 'module.exports = 1;', 'thrower.js': 'throw 1;' });
  const undo = watchLoading({
    wants: () => true,
    after: (_, exports) => (exports === 1 ? 2 : assert.fail('not the app’s')),
  });
  try {
    assert.equal(createRequire(__filename)(join(folder, 'wanted.js')), 2);
    assert.throws(
      () => createRequire(__filename)(join(folder, 'thrower.js')) as unknown,
      (error) => error === 1,
    );
  } finally {
    undo();
  }
});
