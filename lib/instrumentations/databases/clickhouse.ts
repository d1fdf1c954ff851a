import type { PatchedPackage } from '../../package-hooks';
import { follow, settling, type Begin } from '../shape/calls';
import { DatabaseInstrumentation, failure, type Place, type Query } from './database';

interface Client {
  readonly connectionParams?: { readonly url?: unknown; readonly database?: unknown };
  /** Later versions take one of the app's, which makes the spans itself. */
  readonly tracer?: unknown;
}
interface Exports {
  readonly ClickHouseClient?: { prototype?: object };
  readonly NoopClickHouseTracer?: unknown;
}
type Parameters = { query?: unknown; table?: unknown } | undefined;

const VERSIONS = ['>=0.2 <2'];

/** @clickhouse/client: each call is one request over HTTP, whose span is its child. */
export class ClickhouseInstrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'clickhouse';
  protected override readonly dialect = 'clickhouse';

  /** What a client without a tracer of the app's has in its place. */
  readonly #none = new Set<unknown>([undefined]);

  constructor(config?: object) {
    super('clickhouse', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: Exports): unknown => {
      const prototype = exports.ClickHouseClient?.prototype;
      for (const name of ['query', 'command', 'exec'])
        follow(prototype, name, (self: Client, [parameters]: [Parameters]) =>
          this.#begin(self, { sql: typeof parameters?.query === 'string' ? parameters.query : undefined }),
        );
      follow(prototype, 'insert', (self: Client, [parameters]: [Parameters]) =>
        this.#begin(self, {
          operation: 'INSERT',
          collection: typeof parameters?.table === 'string' ? parameters.table : undefined,
        }),
      );
      return exports;
    };
    const tracing = (exports: Exports): unknown => {
      this.#none.add(exports.NoopClickHouseTracer);
      return exports;
    };
    const file = (name: string): string => `@clickhouse/client/dist/common/${name}.js`;
    return [
      { name: '@clickhouse/client-common', versions: VERSIONS, patch },
      {
        name: '@clickhouse/client',
        versions: VERSIONS,
        files: { [file('tracing')]: tracing, [file('client')]: patch },
      },
    ];
  }

  #begin(self: Client, query: Query): ReturnType<Begin> {
    if (!this.#none.has(self.tracer)) return undefined;
    const operation = this.begin({ ...placeOf(self), ...query });
    return (
      operation && {
        ...settling({ ended: () => operation.end(), failed: (error) => operation.end(failure(error)) }),
        run: (act) => operation.run(act),
      }
    );
  }
}

function placeOf({ connectionParams }: Client): Place {
  const { url, database } = connectionParams ?? {};
  const namespace = typeof database === 'string' ? database : undefined;
  if (!(url instanceof URL)) return { namespace };
  return { namespace, address: url.hostname, port: Number(url.port) || (url.protocol === 'http:' ? 80 : 443) };
}
