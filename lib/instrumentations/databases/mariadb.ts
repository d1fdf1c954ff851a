import { attempt } from '../../attempt';
import { withExports } from '../../module-exports';
import type { PatchedPackage } from '../../package-hooks';
import { watchEvents, watchPromise } from '../../watching';
import { callingBack, follow, followedCalls, settling, type Begin, type Reports } from '../shape/calls';
import { DatabaseInstrumentation, failure, rows, type Place, type Query } from './database';

type Exports = Record<string, unknown> & { default?: Record<string, unknown> };
type Make = (options: unknown) => object;

/** A text, or an object that has one. */
const textOf = (sql: unknown): string | undefined => {
  const text = typeof sql === 'string' ? sql : (sql as { sql?: unknown } | undefined)?.sql;
  return typeof text === 'string' ? text : undefined;
};

const VERSIONS = ['>=3 <4'];
const URL_FORM = /^(?:mariadb|mysql):\/\/(?:[^@]*@)?(?<host>[^/:,]+)(?::(?<port>\d+))?(?:\/(?<database>[^?]*))?/;

/** Connections and pools of mariadb, with promises and with callbacks. Their classes are known by what makes them. */
export class MariadbInstrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'mariadb';
  protected override readonly dialect = 'mysql';
  readonly #places = new WeakMap<object, Place>();

  constructor(config?: object) {
    super('mariadb', config);
  }

  protected override packages(): PatchedPackage[] {
    const promises = (exports: Exports): unknown =>
      this.#replace(exports, {
        createConnection: (made, place) =>
          watchPromise(
            made,
            (connection: object) => this.#promising(connection, place),
            () => {},
          ),
        createPool: (made, place) => this.#promising(made, place),
        createPoolCluster: (made) => this.#promising(made, {}),
      });
    const callbacks = (exports: Exports): unknown =>
      this.#replace(exports, {
        createConnection: (made, place) => this.#callingBack(made, place),
        createPool: (made, place) => this.#callingBack(made, place),
        createPoolCluster: (made) => this.#callingBack(made, {}),
      });
    const files = Object.fromEntries(
      ['mariadb/callback.js', 'mariadb/dist/callback.cjs'].map((file) => [file, callbacks]),
    );
    return [{ name: 'mariadb', versions: VERSIONS, patch: promises, files }];
  }

  #replace(exports: Exports, made: Record<string, (made: object, place: Place) => object>): unknown {
    const wrapped = (holder: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(made).flatMap(([name, note]) => {
          const original = holder[name];
          if (typeof original !== 'function') return [];
          const begin: Begin = (_self, [options]) => ({
            result: (value) => attempt<unknown>(() => note(value as object, placeOf(options)), value),
            failed: () => {},
          });
          return [[name, followedCalls(original as Make, begin)]];
        }),
      );
    if (exports.default) Object.assign(exports.default, wrapped(exports.default));
    return withExports(exports, wrapped(exports));
  }

  /** What asks by promises: a connection, a pool, a cluster of pools. */
  #promising(it: object, place: Place): object {
    this.#places.set(it, place);
    const { prototype } = it.constructor as { prototype: object };
    for (const name of ['query', 'execute', 'batch'])
      follow(prototype, name, (self: object, [sql, values]) => this.#settling(self, this.#query(sql, name, values)));
    for (const [name, sql] of [
      ['beginTransaction', 'START TRANSACTION'],
      ['commit', 'COMMIT'],
      ['rollback', 'ROLLBACK'],
    ] as const)
      follow(prototype, name, (self: object) => this.#settling(self, { sql }));
    follow(prototype, 'queryStream', (self: object, [sql]) => this.#streaming(self, { sql: textOf(sql) }));
    follow(prototype, 'prepare', () => ({
      result: (made) =>
        watchPromise(
          made,
          (prepared: object) => this.#prepared(prepared, it),
          () => {},
        ),
      failed: () => {},
    }));
    follow(prototype, 'getConnection', (self: object) => ({
      result: (made) =>
        watchPromise(
          made,
          (connection: object) => this.#promising(connection, this.#placeOf(self)),
          () => {},
        ),
      failed: () => {},
    }));
    return it;
  }

  #prepared(prepared: object, connection: object): void {
    this.#places.set(prepared, this.#placeOf(connection));
    follow(Object.getPrototypeOf(prepared) as object, 'execute', (self: { query?: unknown }) =>
      this.#settling(self, { sql: textOf(self.query) }),
    );
  }

  /** What asks by callbacks; without one, a query is an emitter. */
  #callingBack(it: object, place: Place): object {
    this.#places.set(it, place);
    const { prototype } = it.constructor as { prototype: object };
    const calling = (name: string, query: (args: any[]) => Query): void =>
      follow(prototype, name, (self: object, args) => {
        const isCalled = args.some((arg: unknown) => typeof arg === 'function');
        if (!isCalled) return name === 'query' ? this.#streaming(self, query(args)) : undefined;
        const reports = this.#reports(self, query(args));
        return reports && callingBack(args, reports);
      });
    for (const name of ['query', 'execute', 'batch']) calling(name, ([sql, values]) => this.#query(sql, name, values));
    calling('commit', () => ({ sql: 'COMMIT' }));
    calling('rollback', () => ({ sql: 'ROLLBACK' }));
    follow(prototype, 'getConnection', (self: object, args) =>
      callingBack(args, {
        ended: (connection) => this.#callingBack(connection as object, this.#placeOf(self)),
        failed: () => {},
      }),
    );
    return it;
  }

  #query(sql: unknown, method: string, values: unknown): Query {
    return { sql: textOf(sql), batch: method === 'batch' && Array.isArray(values) ? values.length : undefined };
  }

  #reports(self: object, query: Query): Reports | undefined {
    const operation = this.begin({ ...this.#placeOf(self), ...query });
    return (
      operation && {
        ended: (value) => operation.end(Array.isArray(value) && 'meta' in value ? rows(value.length) : {}),
        failed: (error) => operation.end(failure(error)),
      }
    );
  }

  #settling(self: object, query: Query): ReturnType<Begin> {
    const reports = this.#reports(self, query);
    return reports && settling(reports);
  }

  #streaming(self: object, query: Query): ReturnType<Begin> {
    const operation = this.begin({ ...this.#placeOf(self), ...query });
    return (
      operation && {
        result(stream) {
          attempt(() =>
            watchEvents(stream as object, {
              error: (error) => operation.end(failure(error)),
              end: () => operation.end(),
              close: () => operation.end(),
            }),
          );
          return stream;
        },
        failed: (error) => operation.end(failure(error)),
      }
    );
  }

  #placeOf(self: object): Place {
    const known = this.#places.get(self);
    if (known?.address !== undefined) return known;
    // A connection of a cluster says where it is itself.
    const { database, port } = ((self as { info?: unknown }).info ?? {}) as { database?: string; port?: number };
    return { namespace: database, port };
  }
}

function placeOf(options: unknown): Place {
  if (typeof options === 'string') {
    const { host, port, database } = URL_FORM.exec(options)?.groups ?? {};
    return { address: host, port: host === undefined ? undefined : Number(port ?? 3306), namespace: database };
  }
  const { host, port, database, socketPath } = (options ?? {}) as Record<string, unknown>;
  const namespace = typeof database === 'string' ? database : undefined;
  return typeof socketPath === 'string'
    ? { address: socketPath, namespace }
    : { address: typeof host === 'string' ? host : 'localhost', port: Number(port ?? 3306), namespace };
}
