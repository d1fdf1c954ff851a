import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import {
  type AppOptions,
  needsService,
  onEachRuntime,
  runApp,
  runtimes,
  temporaryFolder,
  type RunResult,
  type Runtime,
  type ServiceName,
} from '../support';

/** A table of calls on one library; the file is `test/same/tables/NAME.cjs`. */
export interface Table {
  /** The real server that the calls need. */
  service?: ServiceName;
  /** Instrumentations whose spans have to arrive: without them the calls would say nothing. */
  scopes?: string[];
  /** Metrics that have to arrive. */
  metrics?: string[];
  /** Whether the calls run outside of any trace. */
  outsideTrace?: boolean;
  env?: Record<string, string>;
  /** Releases of Node.js that the library does not run on, or whose own behaviour differs from run to run. */
  except?: number[];
  /** Calls that differ, and why: what fails in them is reported, not a failure. */
  known?: Record<string, string>;
  /** After this long (ms, default 5,000) a call counts as never settled. */
  deadlineMs?: number;
  /** Gets `load(name)`, returns what each call gets. */
  setup?: (load: (name: string) => any) => unknown;
  teardown?: (context: any) => unknown;
  /** Calls that share a process. */
  calls: Record<string, (context: any, see: any) => unknown>;
  /** Calls whose process is their own; its end is observed, too. */
  alone?: Record<string, (context: any, see: any) => unknown>;
}

interface Observation {
  title: string;
  observed: unknown[];
}

/** How a table is run. */
interface SameOptions {
  /** Major versions of Node.js. Default: the oldest and the newest. */
  nodes?: number[];
  preload?: AppOptions['preload'];
  /** Beside the table's own: the address of a server that the test has started. */
  env?: () => Promise<Record<string, string>>;
  /** Calls that differ by design with this environment. */
  leaveOut?: RegExp;
}

const folder = join(__dirname, 'tables');

/** Declares a test for each call of a table: what the app observes is the same bare and under the preload. */
export function declareSame(name: string, { nodes = [20, 26], ...options }: SameOptions = {}): void {
  const table = require(join(folder, `${name}.cjs`)) as Table;
  const chosen = runtimes().length === 1 ? undefined : nodes.filter((major) => !table.except?.includes(major));
  describe(`${name}: same as bare`, () =>
    onEachRuntime((runtime) => {
      if (chosen && !chosen.includes(runtime.major)) return;
      declareCalls(name, table, runtime, options);
      for (const title of Object.keys(table.alone ?? {})) {
        test(`${title} (a process of its own)`, { todo: table.known?.[title] ?? false }, async (t) => {
          if (table.service && !(await needsService(t, table.service))) return;
          const [bare, preloaded] = await Promise.all(
            [false, true].map((on) => observe(name, table, runtime, on, options, title)),
          );
          assert.deepEqual(ending(preloaded!), ending(bare!));
        });
      }
    }));
}

function declareCalls(name: string, table: Table, runtime: Runtime, options: SameOptions): void {
  const titles = Object.keys(table.calls);
  const compared = titles.filter((title) => !options.leaveOut?.test(title));
  let bare: Observed;
  let preloaded: Observed;
  before(async () => {
    [bare, preloaded] = (await Promise.all([
      observe(name, table, runtime, false, options),
      observe(name, table, runtime, true, options),
    ])) as [Observed, Observed];
  });
  test('the app ends', async (t) => {
    if (table.service && !(await needsService(t, table.service))) return;
    assert.deepEqual(
      preloaded.observations.map(({ title }) => title),
      titles,
      `${preloaded.result.stdout}\n${preloaded.result.stderr}`,
    );
    assert.deepEqual(
      bare.observations.map(({ title }) => title),
      titles,
      `${bare.result.stdout}\n${bare.result.stderr}`,
    );
    assert.deepEqual([preloaded.result.code, preloaded.result.signal], [bare.result.code, bare.result.signal]);
    const printed = preloaded.result.stdout + preloaded.result.stderr;
    assert.doesNotMatch(printed, /FL_STAGE_FAILED|ended Span/);
  });
  for (const scope of table.scopes ?? []) {
    test(`spans of ${scope} arrive`, async (t) => {
      if (table.service && !(await needsService(t, table.service))) return;
      const scopes = new Set(preloaded.result.spans.map((span) => span.scope.name));
      assert.ok(scopes.has(scope), `among ${[...scopes].join(', ')}`);
    });
  }
  for (const metric of table.metrics ?? []) {
    test(`the metric ${metric} arrives`, async (t) => {
      if (table.service && !(await needsService(t, table.service))) return;
      assert.ok(preloaded.result.metrics.some(({ name: arrived }) => arrived === metric));
    });
  }
  for (const title of compared) {
    test(title, { todo: table.known?.[title] ?? false }, async (t) => {
      if (table.service && !(await needsService(t, table.service))) return;
      const find = ({ observations }: Observed) => observations.find((each) => each.title === title)?.observed;
      assert.deepEqual(find(preloaded), find(bare));
    });
  }
}

interface Observed {
  observations: Observation[];
  result: RunResult;
}

async function observe(
  name: string,
  table: Table,
  { binary }: Runtime,
  preloaded: boolean,
  { preload, env }: SameOptions,
  title?: string,
): Promise<Observed> {
  const output = join(temporaryFolder({}), 'observed.jsonl');
  const result = await runApp({
    // A table is a hundred calls.
    fixture: join(__dirname, 'observe.cjs'),
    deadlineMs: 120_000,
    node: binary,
    env: { ...table.env, ...(await env?.()) },
    preload: preloaded ? preload : 'none',
    collector: preloaded,
    args: [join(folder, `${name}.cjs`), output, ...(title === undefined ? [] : [title])],
  });
  const text = existsSync(output) ? readFileSync(output, 'utf8') : '';
  return {
    result,
    observations: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Observation),
  };
}

/** What is compared of a call that has a process of its own. */
function ending({ observations, result: { code, signal } }: Observed): unknown {
  return { code, signal, observed: observations[0]?.observed };
}
