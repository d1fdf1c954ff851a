import type { PatchedPackage } from '../../package-hooks';
import { countOf, placeOf, text, VectorStoreInstrumentation } from './vector-store';

interface Client {
  readonly config?: { readonly address?: unknown; readonly ssl?: unknown };
}
interface Request {
  readonly collection_name?: unknown;
  readonly db_name?: unknown;
}

const METHODS = [
  ...['search', 'query', 'insert', 'upsert', 'delete', 'deleteEntities', 'createCollection', 'dropCollection'],
  ...[
    'hasCollection',
    'describeCollection',
    'createIndex',
    'dropIndex',
    'loadCollection',
    'releaseCollection',
    'flush',
  ],
];

/** @zilliz/milvus2-sdk-node: its class for gRPC; the calls that it makes have spans of their own. */
export class MilvusInstrumentation extends VectorStoreInstrumentation {
  protected override readonly system = 'milvus';

  constructor(config?: object) {
    super('milvus', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { MilvusClient?: { prototype?: object } }): unknown => {
      const client = exports.MilvusClient?.prototype;
      for (const name of METHODS) {
        let prototype = client;
        while (prototype && !Object.hasOwn(prototype, name)) prototype = Object.getPrototypeOf(prototype) as object;
        this.followMethods(prototype, [name], {
          of: ({ config }: Client, [request]: [Request | undefined]) => ({
            ...placeOf(text(config?.address)),
            collection: text(request?.collection_name),
            namespace: text(request?.db_name),
          }),
          found: (result) => countOf(result?.results) ?? countOf(result?.data),
        });
      }
      return exports;
    };
    return [{ name: '@zilliz/milvus2-sdk-node', versions: ['>=2.3 <4'], patch }];
  }
}
