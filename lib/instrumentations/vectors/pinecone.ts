import type { PatchedPackage } from '../../package-hooks';
import { countOf, placeOf, text, VectorStoreInstrumentation } from './vector-store';

interface Index {
  readonly target?: { readonly indexName?: unknown; readonly indexHostUrl?: unknown; readonly namespace?: unknown };
}

const METHODS = [
  ...['query', 'fetch', 'fetchByMetadata', 'searchRecords', 'listPaginated', 'describeIndexStats'],
  ...['upsert', 'upsertRecords', 'update', 'deleteAll', 'deleteMany', 'deleteOne'],
];

/** @pinecone-database/pinecone: calls of an index. */
export class PineconeInstrumentation extends VectorStoreInstrumentation {
  protected override readonly system = 'pinecone';

  constructor(config?: object) {
    super('pinecone', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { Index?: { prototype?: object } }): unknown => {
      this.followMethods(exports.Index?.prototype, METHODS, {
        of: ({ target }: Index) => ({
          ...placeOf(target?.indexHostUrl),
          collection: text(target?.indexName),
          namespace: text(target?.namespace) || undefined,
        }),
        found: (result) =>
          countOf(result?.matches ?? result?.vectors ?? result?.result?.hits) ??
          (result?.records ? Object.keys(result.records as object).length : undefined),
      });
      return exports;
    };
    return [{ name: '@pinecone-database/pinecone', versions: ['>=2 <10'], patch }];
  }
}
