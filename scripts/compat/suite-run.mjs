// One suite: its files, how one of them is run, and what came of all of them.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from './difference.mjs';
import { reasonFor, reasons } from './explained.mjs';
import { flagsOf } from './node-suites.mjs';
import { runPool, runProcess } from './process.mjs';
import { kinds } from './readers.mjs';

const WIDTH = 2;
const LIMIT_MS = 60_000;
const OFF = { env: { OTEL_ENABLED: 'false' } };

/** `place`: `{ folder, node, version }` of the suite; `preload` and `empty`: the two files to preload. */
export class SuiteRun {
  constructor({ suite, place, preload, empty, store, env }) {
    Object.assign(this, { suite, place, preload, empty, store, env });
  }

  /** Test files by their path in the suite's folder. */
  files() {
    const { folder, tests, without } = this.suite;
    return folder
      ? readdirSync(join(this.place.folder, folder))
          .filter(tests)
          .map((name) => `${folder}/${name}`)
          .sort()
      : readdirSync(this.place.folder, { recursive: true })
          .filter((name) => tests.test(name) && !without.test(name) && !name.includes('node_modules'))
          .sort();
  }

  /** Runs the files and notes each in the journal. */
  async run(files, journal, onDifference) {
    await runPool(
      files.map((file) => async (slot) => {
        const record = { file, ...(await compare((preloaded) => this.outcome(file, preloaded, slot))) };
        journal.add(record);
        const unexplained = record.differences.filter(({ test }) => !this.#reason(file, test));
        if (unexplained.length > 0)
          onDifference(
            file,
            unexplained.map(({ test }) => test),
          );
      }),
      this.suite.alone ? 1 : WIDTH,
    );
  }

  /** The row of the table. */
  row(records) {
    const sum = (number) => records.reduce((total, record) => total + number(record), 0);
    const texts = records.flatMap(({ file, differences }) => differences.map(({ test }) => this.#reason(file, test)));
    return {
      suite: this.suite.name,
      filesLeft: this.files().length - records.length,
      version: `${this.place.version}${this.suite.env ? ' (capture off)' : ''}`,
      files: records.length,
      tests: sum(({ tests }) => tests),
      failBare: sum(({ failBare }) => failBare),
      reasons: [...new Set(texts.filter(Boolean))],
      explained: texts.filter(Boolean).length,
      unexplained: texts.filter((reason) => !reason).length,
    };
  }

  /** Tries the switches on what is not explained: yields a line a file, with the switches that take all of it away. */
  async *triage(records) {
    for (const { file, differences } of records) {
      const tests = differences.map(({ test }) => test).filter((test) => !this.#reason(file, test));
      if (tests.length === 0) continue;
      const helpful = [];
      for (const [name, { env }] of Object.entries({ ...reasons, 'telemetry off': OFF })) {
        const outcome = env && (await this.outcome(file, true, 0, env));
        if (outcome && tests.every((test) => outcome.get(test)?.ok)) helpful.push(name);
      }
      yield `${file}: ${helpful.join(', ') || 'no switch helps'}`;
    }
  }

  #reason(file, test) {
    return reasonFor(this.suite.name, file, test);
  }

  /** The outcome of each test of one file, bare or under the preload. */
  async outcome(file, preloaded, slot, switches = {}) {
    const { folder, node } = this.place;
    const path = join(folder, file);
    const report = join(this.store, `report-${process.pid}-${slot}.jsonl`);
    // The temporary folder of a test of Node's own: runs side by side do not share it.
    const temporary = join(this.store, 'temporary', `${process.pid}-${slot}`);
    mkdirSync(temporary, { recursive: true });
    const flag = `${this.suite.flag ?? '--import'}=${preloaded ? this.preload : this.empty}`;
    const kind = kinds[this.suite.kind];
    const { PATH, HOME } = process.env;
    // Node's own tests count their own flags; those of packages start programs, which a preload must not change either.
    const parallel = this.suite.alone ? '' : '1';
    const own = { TEST_THREAD_ID: `${slot}`, TEST_PARALLEL: parallel, NODE_TEST_DIR: temporary };
    const [flags, env] = node ? [[...flagsOf(path), flag], own] : [[], { NODE_OPTIONS: flag }];
    const result = await runProcess(node ?? process.execPath, [...flags, ...kind.args(report), path], {
      cwd: folder,
      limitMs: this.suite.limitMs ?? LIMIT_MS,
      env: { PATH, HOME, ...this.env, ...this.suite.env, ...env, ...switches },
    });
    const outcome = kind.read(result, report);
    rmSync(report, { force: true });
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
    return outcome;
  }
}
