import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unsupportedRuntime } from '../../lib/loading/process/runtime';

const THREADS = { SharedArrayBuffer, Atomics };

const cases: [string, Record<string, string>, object, RegExp | undefined][] = [
  ['Node 20.6', { node: '20.6.0' }, THREADS, undefined],
  ['Node 26', { node: '26.1.0' }, THREADS, undefined],
  ['Node 20.5', { node: '20.5.1' }, THREADS, /found 20\.5\.1/],
  ['Node 18', { node: '18.20.0' }, THREADS, /found 18\.20\.0/],
  ['--no-harmony-sharedarraybuffer', { node: '20.6.0' }, { Atomics }, /needs SharedArrayBuffer/],
  ['--no-harmony-atomics', { node: '20.6.0' }, { SharedArrayBuffer }, /needs Atomics/],
  ['Bun', { node: '22.6.0', bun: '1.2.0' }, {}, /found Bun 1\.2\.0/],
  ['Deno', { node: '22.6.0', deno: '2.1.0' }, { Deno: {} }, /found Deno 2\.1\.0/],
];

for (const [name, versions, globals, expected] of cases) {
  test(name, () => {
    const reason = unsupportedRuntime(versions, globals);
    if (expected) assert.match(reason ?? '', expected);
    else assert.equal(reason, undefined);
  });
}
