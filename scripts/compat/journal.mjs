// What was found out about each file of a suite, one JSON line a file: a run that was stopped can go on.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Records: `{ file, tests, failBare, differences: [{ test, error }] }`; the last one of a file counts. */
export class Journal {
  #path;
  #records = new Map();

  /** `keep(record)` says which records of an earlier run are still good. */
  constructor(path, keep) {
    this.#path = path;
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
    for (const line of lines) {
      const record = JSON.parse(line);
      this.#records.set(record.file, record);
    }
    for (const [file, record] of this.#records) if (!keep(record)) this.#records.delete(file);
    writeFileSync(path, this.records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }

  has(file) {
    return this.#records.has(file);
  }

  add(record) {
    this.#records.set(record.file, record);
    appendFileSync(this.#path, `${JSON.stringify(record)}\n`);
  }

  get records() {
    return [...this.#records.values()];
  }
}
