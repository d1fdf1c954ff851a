// The app of a differential test: runs the calls of one table, bare or under the preload, and writes what it observed.
//   node observe.cjs TABLE OUTPUT            all of `calls`, one after the other
//   node observe.cjs TABLE OUTPUT TITLE      one of `alone`, whose process is its own
// OUTPUT gets one JSON line a call: {title, observed: [[label, value], …]}.
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');
const { describe } = require('./describe.cjs');

// Patches add frames of their own, below which the table's would be cut off.
Error.stackTraceLimit = 50;

const [, , tableFile, output, only] = process.argv;
const { appendFileSync } = fs;
const table = require(tableFile);
const folders = ['fixtures/instrumentations', 'fixtures/propagation', 'fixtures/loggers', 'apis', '..'].map((folder) =>
  createRequire(path.join(__dirname, '..', folder, 'package.json')),
);

/** What only tables need: behind the others, since older releases may lie there. */
const own = createRequire(path.join(__dirname, 'package.json'));

/**
 * A package of the test folders, by the name that an app would use; `fastify@4` is that of test/same/versions/fastify4.
 */
function load(name) {
  const [, plain, major] = /^(.+)@(\d+)$/.exec(name) ?? [];
  if (plain) return createRequire(path.join(__dirname, 'versions', plain + major, 'package.json'))(plain);
  for (const require of [...folders, own]) {
    try {
      require.resolve(name);
    } catch {
      continue;
    }
    return require(name);
  }
  throw new Error(`${name} is in no folder of packages`);
}

/** What a call uses to note its observations, in order. */
function createNotebook(title) {
  const observed = [];
  const kept = [];
  const hidden = [];
  const see = (label, value) => void observed.push([label, describe(value)]);
  /** Notes at the end of the call whether an object is still what it was at this point. */
  see.unchanged = (label, value) => {
    kept.push([label, value, JSON.stringify(describe(value))]);
    return value;
  };
  /** Puts a name in place of a text that differs by nature, such as the number of a port. */
  see.hide = (text, name) => void hidden.push([String(text), name]);
  /** Notes what a function returns or throws. */
  see.outcome = (label, run) => {
    try {
      see(label, run());
    } catch (error) {
      see(`${label} threw`, error);
    }
  };
  /** Notes what a promise becomes. */
  see.settled = (label, promise) =>
    Promise.resolve(promise).then(
      (value) => see(label, value),
      (error) => see(`${label} rejected`, error),
    );
  const finish = () => {
    for (const [label, value, before] of kept) {
      const after = JSON.stringify(describe(value));
      see(`${label} unchanged`, before === after || { before, after });
    }
    const hide = (_key, value) =>
      hidden.reduce(
        (shown, [text, name]) =>
          typeof shown === 'string' ? shown.replaceAll(text, name) : shown === Number(text) ? name : shown,
        value,
      );
    appendFileSync(output, `${JSON.stringify({ title, observed }, hide)}\n`);
  };
  return { see, finish };
}

async function run(title, call, context) {
  const { see, finish } = createNotebook(title);
  if (context.port !== undefined) see.hide(context.port, 'PORT');
  if (only !== undefined)
    process.once('exit', (code) => {
      see('exit code at exit', code);
      finish();
    });
  try {
    see('returned', await bounded(call(context, see)));
  } catch (error) {
    see('threw', error);
  }
  if (only === undefined) finish();
}

/** A call that never settles is an observation, too. */
function bounded(promise, ms = table.deadlineMs ?? 5_000) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms, 'never settled');
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

(async () => {
  const context = (await table.setup?.(load)) ?? {};
  const inTrace = await startTrace();
  const calls = only === undefined ? Object.entries(table.calls) : [[only, table.alone[only]]];
  for (const [title, call] of calls) await inTrace(() => run(title, call, context));
  if (only === undefined) await table.teardown?.(context);
})();

/** Most instrumentations act within a trace only. */
async function startTrace() {
  if (table.outsideTrace) return (work) => work();
  const { trace } = folders.at(-1)('@opentelemetry/api');
  return (work) => trace.getTracer('app').startActiveSpan('app', (span) => work().finally(() => span.end()));
}
