import { attempt } from '../../attempt';
import { withExports } from '../../module-exports';
import type { Patch, PatchedPackage } from '../../package-hooks';
import { followedCalls } from '../shape/calls';
import { countOf, text, VectorStoreInstrumentation } from './vector-store';

interface Manager {
  readonly check?: { readonly name?: unknown };
}

const READING = ['fetchObjectById', 'fetchObjects', 'fetchObjectsByIds', 'bm25', 'hybrid', 'nearImage', 'nearMedia'];
const NEARING = ['nearObject', 'nearText', 'nearVector'];
const WRITING = ['insert', 'insertMany', 'deleteById', 'deleteMany', 'exists', 'replace', 'update'];

/** weaviate-client: what a collection has are objects that functions of its files make. */
export class WeaviateInstrumentation extends VectorStoreInstrumentation {
  protected override readonly system = 'weaviate';

  constructor(config?: object) {
    super('weaviate', config);
  }

  protected override packages(): PatchedPackage[] {
    const name = 'weaviate-client';
    const files = ['cjs', 'esm'].flatMap((kind) => {
      const folder = `${name}/dist/node/${kind}/collections`;
      const managers = noting((object) => this.#followManager(Object.getPrototypeOf(object) as object));
      return [
        [`${folder}/query/index.js`, managers],
        [`${folder}/generate/index.js`, managers],
        [`${folder}/data/index.js`, noting((object, collection) => this.#followData(object, collection))],
      ] as const;
    });
    return [{ name, versions: ['>=3 <4'], files: Object.fromEntries(files) }];
  }

  #followManager(prototype: object): void {
    this.followMethods(prototype, [...READING, ...NEARING], {
      of: ({ check }: Manager) => ({ collection: text(check?.name) }),
      found: (result) => countOf(result?.objects),
    });
  }

  #followData(object: object, collection: unknown): void {
    this.followMethods(object, WRITING, { of: () => ({ collection: text(collection) }) });
  }
}

/** Notes what the function that a file exports makes for a collection. */
const noting =
  (note: (object: object, collection: unknown) => void): Patch =>
  (exports: { default?: (...args: any[]) => unknown }) => {
    if (typeof exports.default !== 'function') return exports;
    const made = followedCalls(exports.default, (_self, [, collection]: unknown[]) => ({
      result(object) {
        if (typeof object === 'object' && object !== null) attempt(() => note(object, collection));
        return object;
      },
      failed: () => {},
    }));
    return withExports(exports, { default: made });
  };
