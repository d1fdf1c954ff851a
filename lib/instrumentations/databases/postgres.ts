import { attempt } from '../../attempt';
import { looksLike } from '../../looks-like';
import type { PatchedPackage } from '../../package-hooks';
import { follow, followedCalls } from '../shape/calls';
import { DatabaseInstrumentation, failure, rows, type Place } from './database';
import type { DatabaseOperation } from './operation';

type Settle = (value: unknown) => unknown;

/** What a query of postgres.js is: a promise that is sent once someone waits for it. */
interface Query {
  readonly executed: boolean;
  readonly canceller: unknown;
  readonly strings: readonly string[];
  /** The text as it was sent, with `$1` for each value. */
  readonly string?: unknown;
  readonly cursorRows?: unknown;
  readonly forEachFn?: unknown;
  resolve: Settle;
  reject: Settle;
}

interface Options {
  readonly host?: readonly string[];
  readonly port?: readonly number[];
  readonly path?: string | false;
  readonly database?: string;
}

/** A query that has been sent, or waits for a connection. */
interface Sent {
  readonly operation: DatabaseOperation;
  resolve?: Settle;
}

const FOLDERS = ['postgres/src/', 'postgres/cjs/src/'];

/**
 * postgres.js: a query settles by two functions that it holds, so its span ends there, and it stays the lazy thenable
 * that it is: nothing waits for it.
 */
export class PostgresInstrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'postgresql';
  protected override readonly dialect = 'postgresql';
  readonly #sent = new WeakMap<object, Sent>();

  constructor(config?: object) {
    super('postgres', config);
  }

  protected override packages(): PatchedPackage[] {
    const query = (exports: { Query?: { prototype: object } }): unknown => {
      follow(exports.Query?.prototype, 'handle', (self: Query) => this.#handled(self));
      return exports;
    };
    const connection = (exports: { default?: (options: Options) => unknown }): unknown => {
      const original = exports.default ?? (exports as (options: Options) => unknown);
      const located = followedCalls(original, (_self, [options]: [Options]) => ({
        result: (made) => this.#locate(made as object, options),
        failed: () => {},
      }));
      if (original === exports) return located;
      exports.default = located;
      return exports;
    };
    const files = FOLDERS.flatMap((folder) => [
      [`${folder}query.js`, query],
      [`${folder}connection.js`, connection],
    ]) as [string, (exports: any) => unknown][];
    return [{ name: 'postgres', versions: ['>=3 <4'], files: Object.fromEntries(files) }];
  }

  /** Called whenever someone waits for the query, or asks a cursor for more. */
  #handled(query: Query): undefined {
    const known = this.#sent.get(query);
    // What the client asks by itself can't be cancelled.
    if (known === undefined && (query.executed || !query.canceller)) return;
    const sent = known ?? this.#begin(query);
    if (!sent?.operation.isOpen || query.resolve === sent.resolve) return;
    // A cursor puts others in their place for each of its steps.
    const { resolve, reject } = query;
    sent.resolve = looksLike(resolve, (value: unknown) => {
      attempt(() => this.#end(query, sent.operation, value));
      return resolve(value);
    });
    query.resolve = sent.resolve;
    query.reject = looksLike(reject, (error: unknown) => {
      attempt(() => {
        this.#restate(query, sent.operation);
        sent.operation.end(failure(error));
      });
      return reject(error);
    });
  }

  #begin(query: Query): Sent | undefined {
    const [first = '', ...rest] = query.strings;
    const sql = rest.reduce((text, part, index) => `${text}$${index + 1}${part}`, first);
    const operation = this.begin(sql === '' ? {} : { sql });
    if (operation === undefined) return undefined;
    const sent = { operation };
    this.#sent.set(query, sent);
    return sent;
  }

  /** Parts of a query may be queries and names themselves: all of it is known once it has been sent. */
  #restate({ string, strings }: Query, operation: DatabaseOperation): void {
    if (typeof string === 'string' && (strings.length > 1 || operation.isUnnamed)) this.restate(operation, string);
  }

  #end(query: Query, operation: DatabaseOperation, value: unknown): void {
    this.#restate(query, operation);
    const isWhole = query.cursorRows === undefined && query.forEachFn === undefined;
    const { command, length } = (value ?? {}) as { command?: unknown; length?: unknown };
    operation.end(isWhole && (command === 'SELECT' || (command && length)) ? rows(length) : {});
  }

  /** Where queries go that a connection is given. */
  #locate(connection: object, options: Options): object {
    const note = (_self: unknown, [query]: [object | undefined]): undefined => {
      if (query) this.#sent.get(query)?.operation.locate(placeOf(options));
    };
    follow(connection, 'connect', note);
    follow(connection, 'execute', note);
    return connection;
  }
}

function placeOf({ host, port, path, database }: Options): Place {
  if (typeof path === 'string' && path !== '') return { namespace: database, address: path };
  return host?.length === 1
    ? { namespace: database, address: host[0], port: Number(port?.[0]) || undefined }
    : { namespace: database };
}
