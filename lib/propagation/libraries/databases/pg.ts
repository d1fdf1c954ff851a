import { attempt } from '../../../attempt';
import { bindObject, bindsCallbacks, eachOf, patchClassOf, runsBound } from '../binding';
import { defaultOf, patchClass, type Library } from '../library';

interface Submittable {
  submit?: unknown;
}

/** What a client calls on the query at the head of its queue, from the connection's events: rows, the end, errors. */
const HANDLERS = [
  'handleRowDescription',
  'handleDataRow',
  'handlePortalSuspended',
  'handleCommandComplete',
  'handleEmptyQuery',
  'handleReadyForQuery',
  'handleError',
  'handleCopyInResponse',
  'handleCopyOutResponse',
  'handleCopyData',
];

/** A query object, a cursor or a stream of the app's has its own callbacks and listeners. */
function bindSubmittable(query: Submittable | undefined): void {
  if (typeof query !== 'object' || query === null || typeof query.submit !== 'function') return;
  patchClassOf(query, eachOf(HANDLERS, runsBound));
  bindObject(query);
}

function patchClient(exports: any): unknown {
  patchClass(defaultOf(exports) as { prototype?: object }, {
    query: (original) =>
      bindsCallbacks(function (this: unknown, ...args: unknown[]) {
        attempt(() => bindSubmittable(args[0] as Submittable), undefined);
        return original.apply(this, args) as unknown;
      }),
    ...eachOf(['connect', 'end'], bindsCallbacks),
  });
  return exports;
}

export const pg: Library = {
  name: 'pg',
  versions: ['>=8 <9'],
  files: { 'pg/lib/client.js': patchClient, 'pg/lib/native/client.js': patchClient },
};

/** Callbacks wait for a client in an array, and are called by the request that gives one back. */
export const pgPool: Library = {
  name: 'pg-pool',
  versions: ['>=2 <4'],
  patch(exports) {
    patchClass(defaultOf(exports) as { prototype?: object }, eachOf(['connect', 'query', 'end'], bindsCallbacks));
    return exports as unknown;
  },
};

export const pgCursor: Library = {
  name: 'pg-cursor',
  versions: ['>=2 <3'],
  patch(exports) {
    patchClass(defaultOf(exports) as { prototype?: object }, eachOf(['read', 'close'], bindsCallbacks));
    return exports as unknown;
  },
};
