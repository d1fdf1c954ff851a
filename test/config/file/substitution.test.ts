// References to variables: the table of the specification, and what it leaves out.
// https://opentelemetry.io/docs/specs/otel/configuration/data-model/#environment-variable-substitution
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileError, openDocument } from '../../../lib/config/file/document';

const environment = {
  STRING_VALUE: 'value',
  BOOL_VALUE: 'true',
  INT_VALUE: '1',
  FLOAT_VALUE: '1.1',
  HEX_VALUE: '0xdeadbeef',
  INVALID_MAP_VALUE: 'value\nkey:value',
  DO_NOT_REPLACE_ME: 'Never use this value',
  REPLACE_ME: '${DO_NOT_REPLACE_ME}',
  VALUE_WITH_ESCAPE: 'value$$',
  EMPTY: '',
  LIST: '[a, b]',
  env: 'named env',
};

/** [input, what becomes of it] */
const cases: [string, unknown][] = [
  ['key: ${STRING_VALUE}', 'value'],
  ['key: ${BOOL_VALUE}', true],
  ['key: ${INT_VALUE}', 1],
  ['key: ${FLOAT_VALUE}', 1.1],
  ['key: ${HEX_VALUE}', 3735928559],
  ['key: "${STRING_VALUE}"', 'value'],
  ['key: "${BOOL_VALUE}"', 'true'],
  ['key: "${INT_VALUE}"', '1'],
  ['key: "${FLOAT_VALUE}"', '1.1'],
  ['key: "${HEX_VALUE}"', '0xdeadbeef'],
  ["key: '${INT_VALUE}'", '1'],
  ['key: ${env:STRING_VALUE}', 'value'],
  ['key: ${INVALID_MAP_VALUE}', 'value\nkey:value'],
  ['key: foo ${STRING_VALUE} ${FLOAT_VALUE}', 'foo value 1.1'],
  ['key: ${UNDEFINED_KEY}', null],
  ['key: "${UNDEFINED_KEY}"', ''],
  ['key: ${EMPTY}', null],
  ['key: ${UNDEFINED_KEY:-fallback}', 'fallback'],
  ['key: ${EMPTY:-fallback}', 'fallback'],
  ['key: ${UNDEFINED_KEY:-12}', 12],
  ['key: ${UNDEFINED_KEY:-}', null],
  ['key: ${env:UNDEFINED_KEY:-fallback}', 'fallback'],
  ['key: ${env:-fallback}', 'named env'],
  ['key: ${UNDEFINED_KEY:-http://localhost:4318}/v1/traces', 'http://localhost:4318/v1/traces'],
  ['key: ${REPLACE_ME}', '${DO_NOT_REPLACE_ME}'],
  ['key: ${UNDEFINED_KEY:-${STRING_VALUE}}', '${STRING_VALUE}'],
  ['key: $${STRING_VALUE}', '${STRING_VALUE}'],
  ['key: $$${STRING_VALUE}', '$value'],
  ['key: $$$${STRING_VALUE}', '$${STRING_VALUE}'],
  ['key: $${STRING_VALUE:-fallback}', '${STRING_VALUE:-fallback}'],
  ['key: $${STRING_VALUE:-${STRING_VALUE}}', '${STRING_VALUE:-value}'],
  ['key: ${UNDEFINED_KEY:-$${UNDEFINED_KEY}}', '${UNDEFINED_KEY:-${UNDEFINED_KEY}}'],
  ['key: ${VALUE_WITH_ESCAPE}', 'value$$'],
  ['key: a $$ b', 'a $ b'],
  ['key: a $ b', 'a $ b'],
  ['key: ${}', '${}'],
  ['key: ${LIST}', '[a, b]'],
  ['key: |\n  a ${STRING_VALUE}\n  b\n', 'a value\nb\n'],
  ['key: &x ${STRING_VALUE}\nother: *x', 'value'],
  ['{"key": "${STRING_VALUE}"}', 'value'],
];

for (const [input, expected] of cases)
  test(JSON.stringify(input), () => {
    const document = openDocument(input, environment);
    const found = document.plain(document.entries(document.root)!.find(({ name }) => name === 'key')!.value) ?? null;
    assert.deepEqual(found, expected);
  });

test('keys are left as they are', () => {
  const document = openDocument('${STRING_VALUE}: value', environment);
  assert.deepEqual(
    document.entries(document.root)?.map(({ name }) => name),
    ['${STRING_VALUE}'],
  );
});

test('the variables that are referred to are known', () =>
  assert.deepEqual([...openDocument('a: ${A}\nb: ["${env:B:-c}", "$${D}"]', {}).referenced], ['A', 'B']));

/** [input, where and what] */
const wrong: [string, string][] = [
  ['key: ${STRING_VALUE:?error}', 'line 1, column 6: ${STRING_VALUE:?error} is no reference to a variable'],
  ['a: b\nkey: x ${1API_KEY}', 'line 2, column 8: ${1API_KEY} is no'],
  ['key: ${API_$KEY}', 'line 1, column 6: ${API_$KEY} is no'],
  ['key: ${sys:property}', 'line 1, column 6: ${sys:property} is no'],
  ['key: $$${ API }', 'line 1, column 8: ${ API } is no'],
];

for (const [input, message] of wrong)
  test(`${JSON.stringify(input)} is refused as a whole`, () =>
    assert.throws(
      () => openDocument(input, environment),
      (error) => error instanceof FileError && error.message.startsWith(message),
    ));
