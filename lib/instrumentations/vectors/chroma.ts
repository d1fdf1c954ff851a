import type { PatchedPackage } from '../../package-hooks';
import { follow } from '../shape/calls';
import { countOf, text, VectorStoreInstrumentation } from './vector-store';

interface Exports {
  readonly ChromaClient?: { prototype?: object };
  readonly Collection?: { prototype?: object };
}

const METHODS = ['query', 'search', 'get', 'add', 'upsert', 'update', 'delete', 'count', 'modify'];
const OPENING = ['createCollection', 'getCollection', 'getOrCreateCollection', 'collection', 'getCollectionById'];

/** chromadb: the class of collections is no export of later versions, but that of what a client gives. */
export class ChromaInstrumentation extends VectorStoreInstrumentation {
  protected override readonly system = 'chroma';

  constructor(config?: object) {
    super('chroma', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: Exports): unknown => {
      const client = exports.ChromaClient?.prototype;
      this.#follow(exports.Collection?.prototype);
      for (const name of OPENING)
        follow(client, name, () => ({
          result: (opened) => this.#opened(opened),
          failed: () => {},
        }));
      this.followMethods(client, ['deleteCollection', 'listCollections'], {
        of: (_self, [given]: [{ name?: unknown } | undefined]) => ({ collection: text(given?.name) }),
        found: countOf,
      });
      return exports;
    };
    return [{ name: 'chromadb', versions: ['>=1.5 <4'], patch }];
  }

  /** A collection, or the promise of one. */
  #opened(opened: unknown): unknown {
    if (opened instanceof Promise)
      return opened.then((collection: unknown) => {
        this.#classOf(collection);
        return collection;
      });
    this.#classOf(opened);
    return opened;
  }

  #classOf(collection: unknown): void {
    if (typeof collection !== 'object' || collection === null) return;
    let prototype = Object.getPrototypeOf(collection) as object | null;
    // One that is not looked up yet asks for it, and calls the same method of what it extends.
    while (prototype && prototype !== Object.prototype && !Object.hasOwn(prototype, 'get'))
      prototype = Object.getPrototypeOf(prototype) as object | null;
    if (prototype && prototype !== Object.prototype) this.#follow(prototype);
  }

  #follow(prototype: object | undefined): void {
    this.followMethods(prototype, METHODS, {
      of: ({ name }: { name?: unknown }) => ({ collection: text(name) }),
      found: (result) => countOf(result?.ids),
    });
  }
}
