import { attempt } from '../../attempt';
import { withExports } from '../../module-exports';
import type { PatchedPackage } from '../../package-hooks';
import { follow, followedCalls, settling, type Begin } from '../shape/calls';
import { DatabaseInstrumentation, failure, rows, type Place, type Query } from './database';

type Exports = Record<string, { prototype?: object } | undefined>;

const WAYS = ['Sqlite3', 'Http', 'Ws'];
const NAME = '@libsql/client';

/** A statement is a text, a text with its values, or an object that has one. */
const textOf = (statement: unknown): string | undefined => {
  const text =
    typeof statement === 'string'
      ? statement
      : Array.isArray(statement)
        ? (statement as unknown[])[0]
        : (statement as { sql?: unknown } | undefined)?.sql;
  return typeof text === 'string' ? text : undefined;
};

const batchOf = (statements: unknown): Query => {
  const texts = Array.isArray(statements) ? statements.map(textOf).filter((text) => text !== undefined) : [];
  return { sql: texts.join('; '), operation: 'BATCH', batch: texts.length };
};

/** libSQL and Turso: a file, or a server over HTTP or a WebSocket; the class of the client says which. */
export class LibsqlInstrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'sqlite';
  protected override readonly dialect = 'sqlite';
  readonly #places = new WeakMap<object, Place>();

  constructor(config?: object) {
    super('libsql', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: Exports): unknown => this.#patch(exports);
    const files = ['lib-cjs', 'lib-esm'].flatMap((folder) =>
      ['sqlite3', 'http', 'ws'].map((file) => [`${NAME}/${folder}/${file}.js`, patch] as const),
    );
    return [{ name: NAME, versions: ['>=0.5 <1'], patch, files: Object.fromEntries(files) }];
  }

  #patch(exports: Exports): unknown {
    for (const way of WAYS)
      for (const kind of ['Client', 'Transaction'])
        this.#follow(
          attempt(() => exports[`${way}${kind}`]?.prototype),
          kind === 'Transaction',
        );
    const { createClient } = exports as { createClient?: (config: unknown) => object };
    if (typeof createClient !== 'function') return exports;
    const noted = followedCalls(createClient, (_self, [config]) => ({
      result: (client) => {
        attempt(() => this.#places.set(client as object, placeOf(config)));
        return client;
      },
      failed: () => {},
    }));
    return withExports(exports, { createClient: noted });
  }

  #follow(prototype: object | undefined, isTransaction: boolean): void {
    follow(prototype, 'execute', (self: object, [statement]) => this.#begin(self, { sql: textOf(statement) }));
    follow(prototype, 'batch', (self: object, [statements]) => this.#begin(self, batchOf(statements)));
    follow(prototype, 'migrate', (self: object, [statements]) => this.#begin(self, batchOf(statements)));
    follow(prototype, 'executeMultiple', (self: object, [sql]) => this.#begin(self, { sql: textOf(sql) }));
    if (!isTransaction) follow(prototype, 'transaction', (self: object) => this.#begin(self, { sql: 'BEGIN' }));
    else
      for (const name of ['commit', 'rollback'])
        follow(prototype, name, (self: object) => this.#begin(self, { sql: name }));
  }

  #begin(self: object, query: Query): ReturnType<Begin> {
    const place = this.#places.get(self) ?? {};
    const operation = this.begin({ ...place, ...query });
    return (
      operation && {
        ...settling({
          ended: (value) => {
            // A transaction is where its client is.
            if (typeof value === 'object' && value !== null && 'commit' in value) this.#places.set(value, place);
            const { rows: found, columns } = (value ?? {}) as { rows?: unknown[]; columns?: unknown[] };
            operation.end(columns?.length ? rows(found?.length) : {});
          },
          failed: (error) => operation.end(failure(error)),
        }),
        run: (act) => operation.run(act),
      }
    );
  }
}

function placeOf(config: unknown): Place {
  const text = (config as { url?: unknown } | undefined)?.url;
  if (typeof text !== 'string') return {};
  if (text === ':memory:' || text.startsWith('file:')) return { namespace: text.replace(/^file:|[?#].*$/g, '') };
  const { hostname, port, protocol } = new URL(text);
  return { address: hostname, port: Number(port) || (/^(?:http|ws):$/.test(protocol) ? 80 : 443) };
}
