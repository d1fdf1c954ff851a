import { attempt } from '../../attempt';
import type { PatchedPackage } from '../../package-hooks';
import { callingBack, follow, type Begin } from '../shape/calls';
import { DatabaseInstrumentation, failure, rows } from './database';

interface Database {
  readonly filename?: string;
}
interface Statement {
  readonly sql?: string;
}

/**
 * sqlite3 (node-sqlite3): the methods of a database prepare a statement and run it, so that statements are followed and
 * nothing else but `exec`. What is run without a callback ends when the call has returned.
 */
export class Sqlite3Instrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'sqlite';
  protected override readonly dialect = 'sqlite';
  protected override readonly needsParent = true;
  readonly #databases = new WeakMap<object, Database>();

  constructor(config?: object) {
    super('sqlite3', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: Record<string, { prototype?: object } | undefined>): unknown => {
      const { Database: Databases, Statement: Statements } = exports;
      follow(Databases?.prototype, 'prepare', (self: Database) => ({
        result: (statement) => {
          attempt(() => this.#databases.set(statement as object, self));
          return statement;
        },
        failed: () => {},
      }));
      follow(Databases?.prototype, 'exec', (self: Database, args) => this.#run(self, args[0], args));
      for (const name of ['run', 'get', 'all', 'each'])
        follow(Statements?.prototype, name, (self: Statement, args) =>
          this.#run(this.#databases.get(self), self.sql, args),
        );
      return exports;
    };
    return [{ name: 'sqlite3', versions: ['>=4 <7'], patch }];
  }

  #run(database: Database | undefined, sql: unknown, args: any[]): ReturnType<Begin> {
    const operation = this.begin({
      sql: typeof sql === 'string' ? sql : undefined,
      namespace: typeof database?.filename === 'string' ? database.filename : undefined,
    });
    if (!operation) return undefined;
    const called = callingBack(args, {
      ended: (value) => operation.end(Array.isArray(value) ? rows(value.length) : {}),
      failed: (error) => operation.end(failure(error)),
    });
    return (
      called ?? {
        result(value) {
          operation.end();
          return value;
        },
        failed: (error) => operation.end(failure(error)),
      }
    );
  }
}
