import { attempt } from '../../attempt';
import { looksLike } from '../../looks-like';
import type { PatchedPackage } from '../../package-hooks';
import { follow, type Call } from '../shape/calls';
import { DatabaseInstrumentation, failure, rows, type Place, type Query } from './database';
import type { DatabaseOperation } from './operation';

type Callback = (error: unknown, result: unknown) => unknown;

interface Request {
  readonly method?: unknown;
  readonly path?: unknown;
}
/** What a request without a callback returns: an object of its own that passes on to a promise. */
interface Returned {
  then: Promise<unknown>['then'];
  catch: Promise<unknown>['catch'];
  finally: Promise<unknown>['finally'];
}
interface Result {
  readonly statusCode?: unknown;
  readonly body?: { readonly hits?: { readonly hits?: unknown } };
  readonly meta?: { readonly connection?: { readonly url?: unknown } };
}

/** What requests for documents and indices are called that have no name of their own in their path. */
const DOCUMENT: Record<string, string> = { GET: 'get', HEAD: 'exists', PUT: 'index', POST: 'index', DELETE: 'delete' };
const INDEX: Record<string, string> = { GET: 'get', HEAD: 'exists', PUT: 'create', DELETE: 'delete' };

/** OpenSearch's client: all calls of its API are requests of one transport. */
export class OpensearchInstrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'opensearch';

  constructor(config?: object) {
    super('opensearch', config);
  }

  protected override packages(): PatchedPackage[] {
    const transport = (exports: { prototype?: object }): unknown => {
      follow(exports.prototype, 'request', (_self, args) => this.#request(args));
      return exports;
    };
    const name = '@opensearch-project/opensearch';
    return [{ name, versions: ['>=1 <4'], files: { [`${name}/lib/Transport.js`]: transport } }];
  }

  #request(args: any[]): Call | undefined {
    const operation = this.begin(describe(args[0] as Request));
    if (operation === undefined) return undefined;
    const place = typeof args[1] === 'function' ? 1 : 2;
    const given = args[place] as Callback | undefined;
    const report = (error: unknown, result: unknown): void =>
      void attempt(() => end(operation, error, result as Result));
    // Without a callback it makes a promise out of one; ours does the same with the same steps.
    let settle: { resolve(value: unknown): void; reject(error: unknown): void };
    const promise =
      given === undefined
        ? new Promise((resolve, reject) => {
            settle = { resolve, reject };
          })
        : undefined;
    while (args.length <= place) args.push(undefined);
    args[place] = (error: unknown, result: unknown): unknown => {
      report(error, result);
      if (given !== undefined) return given(error, result);
      return error ? settle.reject(error) : settle.resolve(result);
    };
    return {
      run: (act) => operation.run(act),
      result(returned) {
        if (promise === undefined) return returned;
        const shown = returned as Returned;
        for (const name of ['then', 'catch', 'finally'] as const)
          shown[name] = looksLike(shown[name], (...handlers: any[]): any =>
            (promise[name] as (...given: any[]) => unknown).apply(promise, handlers),
          );
        return returned;
      },
      failed: (error) => report(error, undefined),
    };
  }
}

/** Names a request as the API does: `search`, `index`, `indices.create`, `cluster.health`. */
function describe({ method, path }: Request): Query {
  const parts = String(path).split('?', 1)[0]!.split('/').filter(Boolean);
  const at = parts.findIndex((part) => part.startsWith('_'));
  const verb = String(method);
  if (parts.length === 0) return { operation: verb === 'HEAD' ? 'ping' : 'info' };
  if (at < 0) return { operation: `indices.${INDEX[verb] ?? verb.toLowerCase()}`, collection: name(parts[0]) };
  const called = parts[at]!.slice(1);
  const further = /^[a-z_]+$/.test(parts[at + 1] ?? '') && at === 0 ? `.${parts[at + 1]!.replace(/^_/, '')}` : '';
  const operation = called === 'doc' ? (DOCUMENT[verb] ?? 'doc') : called + further;
  return { operation, collection: at > 0 ? name(parts[0]) : undefined };
}

const name = (part: string | undefined): string => attempt(() => decodeURIComponent(part ?? ''), part ?? '');

function end(operation: DatabaseOperation, error: unknown, result: Result | undefined): void {
  const answer = result ?? (error as { meta?: Result } | undefined)?.meta;
  const url = answer?.meta?.connection?.url;
  if (url instanceof URL) operation.locate(placeOf(url));
  const status = typeof answer?.statusCode === 'number' ? String(answer.statusCode) : undefined;
  const outcome = error ? failure(error) : rows((answer?.body?.hits?.hits as unknown[] | undefined)?.length);
  operation.end({
    ...outcome,
    attributes: { ...outcome.attributes, ...(status !== undefined && { 'db.response.status_code': status }) },
  });
}

const placeOf = ({ hostname, port, protocol }: URL): Place => ({
  address: hostname,
  port: Number(port) || (protocol === 'http:' ? 80 : 443),
});
