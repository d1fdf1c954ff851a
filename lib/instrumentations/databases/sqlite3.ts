import type { PatchedPackage } from '../../package-hooks';
import { callingBack, follow, type Call } from '../shape/calls';
import { DatabaseInstrumentation, failure, rows } from './database';

interface Database {
  readonly filename?: unknown;
}
interface Statement {
  readonly sql?: unknown;
}

/**
 * sqlite3 (node-sqlite3). The methods of a database prepare a statement and run it: what is called within them is the
 * same call. One without a callback ends when it has returned.
 */
export class Sqlite3Instrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'sqlite';
  protected override readonly dialect = 'sqlite';
  protected override readonly needsParent = true;
  #isInside = false;

  constructor(config?: object) {
    super('sqlite3', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: Record<string, { prototype?: object } | undefined>): unknown => {
      const { Database: Databases, Statement: Statements } = exports;
      const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
      for (const name of ['run', 'get', 'all', 'each', 'map', 'exec'])
        follow(Databases?.prototype, name, ({ filename }: Database, args) =>
          this.#run(name, { sql: text(args[0]), namespace: text(filename) }, args),
        );
      for (const name of ['run', 'get', 'all', 'each', 'map'])
        follow(Statements?.prototype, name, ({ sql }: Statement, args) => this.#run(name, { sql: text(sql) }, args));
      return exports;
    };
    return [{ name: 'sqlite3', versions: ['>=4 <7'], patch }];
  }

  #run(
    name: string,
    query: { sql?: string | undefined; namespace?: string | undefined },
    args: any[],
  ): Call | undefined {
    const operation = this.#isInside ? undefined : this.begin(query);
    if (operation === undefined) return undefined;
    const functions = args.filter((arg) => typeof arg === 'function').length;
    // The only callback of `each` gets the rows, one by one.
    const call =
      functions > (name === 'each' ? 1 : 0)
        ? callingBack(args, {
            ended: (value) => operation.end(Array.isArray(value) ? rows(value.length) : {}),
            failed: (error) => operation.end(failure(error)),
          })
        : undefined;
    return {
      run: (act) => {
        this.#isInside = true;
        try {
          return act();
        } finally {
          this.#isInside = false;
        }
      },
      result(value) {
        if (call === undefined) operation.end();
        return value;
      },
      failed: (error) => operation.end(failure(error)),
    };
  }
}
