import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRemoteConfig } from '../../../lib/export/opamp/remote-config';

const file = (name: string, body: string, contentType = '') => ({ name, body: Buffer.from(body), contentType });

/** Each list has the one before it ten times. */
const aliases = Array.from({ length: 12 }, (_, n) => `a${n}: &a${n} [${Array(10).fill(n ? `*a${n - 1}` : 'x')}]`).join(
  '\n',
);

/** [what, files, variables, faults] */
const cases: [string, ReturnType<typeof file>[], Record<string, string>, string[]][] = [
  ['no file', [], {}, []],
  ['an empty file', [file('', '')], {}, []],
  ['JSON', [file('', '{"LOG_LEVEL":"debug"}', 'application/json')], { LOG_LEVEL: 'debug' }, []],
  ['YAML', [file('a', 'LOG_LEVEL: debug', 'text/x-yaml; charset=utf-8')], { LOG_LEVEL: 'debug' }, []],
  ['numbers as they are written', [file('', 'A: 1.50\nB: 0x10\nC: true')], { A: '1.50', B: '0x10', C: 'true' }, []],
  ['null is unset', [file('', 'LOG_LEVEL:')], { LOG_LEVEL: '' }, []],
  ['a list', [file('', 'A: [b, c]')], { A: 'b,c' }, []],
  ['two files', [file('a', 'A: 1\nB: 1'), file('b', 'C: 2\nB: 1')], { A: '1', B: '1', C: '2' }, []],
  ['two meanings', [file('a', 'A: 1'), file('b', 'A: 2')], { A: '2' }, ['b: A is in two files']],
  [
    'another type',
    [file('x.toml', 'A = 1', 'application/toml')],
    {},
    ['x.toml: "application/toml" is neither JSON nor YAML'],
  ],
  ['__proto__', [file('', '{"__proto__": "x"}')], JSON.parse('{"__proto__": "x"}') as Record<string, string>, []],
  ['a variable of the environment', [file('', 'LOG_LEVEL: ${HOME}')], { LOG_LEVEL: '' }, []],
  ['bytes that are no text', [{ name: '', body: Buffer.from([0xff, 0x00, 0xfe]), contentType: '' }], {}, ['?']],
  ['a deep one', [file('', 'A: ' + '['.repeat(60_000))], {}, ['?']],
  ['a growing one', [file('', aliases)], {}, ['?']],
  ['a list for a mapping', [file('', '[]')], {}, ['it is no mapping of variables to values']],
  ['the wrong sampler', [file('', 'file_format: "1.1"\ntracer_provider: {sampler: {dice: {}}}')], {}, ['?']],
];

for (const [what, files, variables, faults] of cases)
  test(`a remote configuration: ${what}`, () => {
    const read = readRemoteConfig(files);
    if (faults[0] === '?') return assert.ok(read.faults.length > 0);
    assert.deepEqual(Object.entries(read.variables), Object.entries(variables));
    assert.deepEqual(read.faults, faults);
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  });
