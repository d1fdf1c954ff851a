import type { PatchedPackage } from '../../package-hooks';
import { countOf, placeOf, text, VectorStoreInstrumentation } from './vector-store';

interface Client {
  readonly _restUri?: unknown;
}

/** Methods whose first argument is a collection. */
const METHODS = [
  ...[
    'search',
    'searchBatch',
    'searchPointGroups',
    'query',
    'queryBatch',
    'queryGroups',
    'recommend',
    'recommendBatch',
  ],
  ...['recommendPointGroups', 'discoverPoints', 'discoverBatchPoints', 'scroll', 'retrieve', 'count', 'facet'],
  ...['upsert', 'delete', 'updateVectors', 'deleteVectors', 'setPayload', 'overwritePayload', 'deletePayload'],
  ...['clearPayload', 'batchUpdate', 'getCollection', 'createCollection', 'updateCollection', 'deleteCollection'],
  ...['createPayloadIndex', 'deletePayloadIndex'],
];

/** @qdrant/js-client-rest: each call is a request over HTTP, whose span is its child. */
export class QdrantInstrumentation extends VectorStoreInstrumentation {
  protected override readonly system = 'qdrant';

  constructor(config?: object) {
    super('qdrant', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { QdrantClient?: { prototype?: object } }): unknown => {
      this.followMethods(exports.QdrantClient?.prototype, METHODS, {
        of: ({ _restUri: address }: Client, [collection]: unknown[]) => ({
          ...placeOf(address),
          collection: text(collection),
        }),
        found: (result) => countOf(result?.points ?? result?.groups ?? result?.hits ?? result),
      });
      return exports;
    };
    return [{ name: '@qdrant/js-client-rest', versions: ['>=1 <2'], patch }];
  }
}
