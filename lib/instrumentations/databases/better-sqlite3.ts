import { attempt } from '../../attempt';
import type { PatchedPackage } from '../../package-hooks';
import { follow, settling, type Begin } from '../shape/calls';
import { DatabaseInstrumentation, failure, rows } from './database';

interface Database {
  readonly name?: string;
}
interface Statement {
  readonly source?: string;
  readonly database?: Database;
}

/** better-sqlite3: statements run at once, within the call. Their class is known by the first of them. */
export class BetterSqlite3Instrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'sqlite';
  protected override readonly dialect = 'sqlite';
  protected override readonly needsParent = true;

  constructor(config?: object) {
    super('better-sqlite3', config);
  }

  protected override packages(): PatchedPackage[] {
    const database = (exports: { prototype?: object; default?: { prototype?: object } }): unknown => {
      const prototype = exports.prototype ?? exports.default?.prototype;
      follow(prototype, 'exec', (self: Database, [sql]) => this.#run(self, sql));
      follow(prototype, 'prepare', () => ({
        result: (statement) => {
          attempt(() => this.#patchStatement(Object.getPrototypeOf(statement) as object));
          return statement;
        },
        failed: () => {},
      }));
      return exports;
    };
    // What is required by the package's name is what this file exports; its methods are those of the one prototype.
    return [{ name: 'better-sqlite3', versions: ['>=7 <14'], patch: database }];
  }

  #patchStatement(prototype: object): void {
    for (const name of ['run', 'get', 'all', 'iterate'])
      follow(prototype, name, (self: Statement) => this.#run(self.database, self.source));
  }

  #run(database: Database | undefined, sql: unknown): ReturnType<Begin> {
    const operation = this.begin({
      sql: typeof sql === 'string' ? sql : undefined,
      namespace: typeof database?.name === 'string' ? database.name : undefined,
    });
    return (
      operation &&
      settling({
        ended: (value) => operation.end(Array.isArray(value) ? rows(value.length) : {}),
        failed: (error) => operation.end(failure(error)),
      })
    );
  }
}
