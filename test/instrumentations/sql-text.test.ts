import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarize } from '../../lib/instrumentations/databases/query-summary';
import { createSqlTexts, withoutLiterals, type Dialect } from '../../lib/instrumentations/databases/sql-text';

/** A text, what is left of it, and what it does. */
const cases: [dialect: Dialect, given: string, text: string, summary: string][] = [
  [
    'postgresql',
    "SELECT * FROM users WHERE name = 'O''Hara' AND age > 41.5",
    'SELECT * FROM users WHERE name = ? AND age > ?',
    'SELECT users',
  ],
  [
    'postgresql',
    "SELECT E'it\\'s secret', $tag$ secret 'x' $tag$, $1::int, $$secret$$",
    'SELECT ?, ?, $1::int, ?',
    'SELECT',
  ],
  [
    'postgresql',
    'SELECT "se cret" FROM "public"."or""ders" o, lines',
    'SELECT "se cret" FROM "public"."or""ders" o, lines',
    'SELECT "public"."or""ders" lines',
  ],
  [
    'postgresql',
    "select 1 -- secret\n/* secret */ from t1 where x in (1, 2,3) and y = 'open secret",
    'select ? from t1 where x in (?) and y = ?',
    'SELECT t1',
  ],
  [
    'postgresql',
    "INSERT INTO a (x) VALUES (1, 'b'), (2, 'c') ON CONFLICT DO UPDATE SET x = 3",
    'INSERT INTO a (x) VALUES (?) ON CONFLICT DO UPDATE SET x = ?',
    'INSERT a',
  ],
  [
    'postgresql',
    'INSERT INTO a SELECT * FROM b JOIN c ON true',
    'INSERT INTO a SELECT * FROM b JOIN c ON true',
    'INSERT a SELECT b c',
  ],
  [
    'postgresql',
    'WITH x AS (SELECT 1 FROM y) DELETE FROM z USING x',
    'WITH x AS (SELECT ? FROM y) DELETE FROM z USING x',
    'SELECT y DELETE z',
  ],
  [
    'postgresql',
    'SELECT extract(year from born) FROM people FOR UPDATE',
    'SELECT extract(year from born) FROM people FOR UPDATE',
    'SELECT people',
  ],
  [
    'postgresql',
    'CREATE TABLE IF NOT EXISTS shop.t (id int)',
    'CREATE TABLE IF NOT EXISTS shop.t (id int)',
    'CREATE TABLE shop.t',
  ],
  ['postgresql', 'begin', 'begin', 'BEGIN'],
  ['postgresql', "SET role = 'secret'", 'SET role = ?', 'SET'],
  [
    'mysql',
    'SELECT "sec\\"ret", \'a\\\'b\', `col` FROM `my db`.t # secret',
    'SELECT ?, ?, `col` FROM `my db`.t',
    'SELECT `my db`.t',
  ],
  [
    'mysql',
    "UPDATE LOW_PRIORITY t SET a = REPLACE(a, 'x', 0xFF) WHERE id = @id",
    'UPDATE LOW_PRIORITY t SET a = REPLACE(a, ?, ?) WHERE id = @id',
    'UPDATE t',
  ],
  ['mysql', 'CALL pay(12, "secret")', 'CALL pay(?)', 'CALL pay'],
  [
    'sqlite',
    "SELECT [a b], x'00ff' FROM t WHERE b = :name AND c = ?1",
    'SELECT [a b], ? FROM t WHERE b = :name AND c = ?1',
    'SELECT t',
  ],
  ['sqlite', 'PRAGMA journal_mode', 'PRAGMA journal_mode', 'PRAGMA'],
  ['mssql', "EXEC dbo.pay @amount = 5, @to = N'secret'", 'EXEC dbo.pay @amount = ?, @to = ?', 'EXEC dbo.pay'],
  [
    'clickhouse',
    "SELECT count() FROM visits WHERE id = {id:UInt8} AND s = 'a\\'b'",
    'SELECT count() FROM visits WHERE id = {id:UInt8} AND s = ?',
    'SELECT visits',
  ],
];

for (const [dialect, given, text, summary] of cases)
  test(`${dialect}: ${given}`, () => {
    assert.equal(withoutLiterals(given, dialect), text);
    assert.equal(summarize(text), summary);
  });

test('a text that is too long is cut, and what is cut in two is no value', () => {
  const given = `SELECT '${'secret '.repeat(2_000)}' FROM t`;
  assert.equal(withoutLiterals(given, 'postgresql'), 'SELECT ?');
});

test('a summary is at most 255 characters, in whole words', () => {
  const text = `SELECT * FROM ${Array.from({ length: 100 }, (_, index) => `table${index}`).join(', ')}`;
  const summary = summarize(text);
  assert.ok(summary.length <= 255 && summary.length > 240, summary);
  assert.match(summary, / table\d+$/);
});

test('what is known of a text is kept, for a limited number of texts', () => {
  let asked = 0;
  const texts = createSqlTexts('sqlite', (text) => {
    asked += 1;
    return text;
  });
  const first = texts('SELECT 1');
  assert.equal(texts('SELECT 1'), first);
  for (let index = 0; index < 300; index += 1) texts(`SELECT a${index}`);
  assert.notEqual(texts('SELECT 1'), first);
  assert.equal(asked, 302);
});
