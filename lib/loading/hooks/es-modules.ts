import { attempt } from '../../attempt';
import type { ModuleLocation } from '../scan/module-location';

/**
 * Under this key the app's thread has what is reported of each target; known by name, because the text of modules calls
 * it.
 */
export const RECEIVER = 'firstlight.loading.module';

/**
 * An export: how to read it, how to write its variable if that is the module's own, else where it is passed on from and
 * under which name.
 */
type Cell = readonly [
  get: () => unknown,
  set: ((value: unknown) => void) | null,
  from?: readonly [specifier: string, name: string | null],
];
type Cells = Record<string, Cell>;
interface Opened {
  readonly cells: Cells;
  readonly stars: readonly (readonly [namespace: object, specifier: string])[];
}

/**
 * In the app's thread: lets the ES modules of targets be patched in the moment that they were evaluated, before the
 * code that imports them goes on. What patches them gets a namespace whose names can be written: that changes the
 * variable itself, and every importer sees it. Returns the undo.
 */
export function receiveEsModules(patch: (place: ModuleLocation, namespace: object) => void): () => void {
  const holder = globalThis as { [name: symbol]: unknown };
  const opened = new Map<string, Opened>();
  /**
   * Writes the variable behind a name, wherever the module has it from. Cycles of modules that re-export everything are
   * followed once.
   */
  const write = (url: string, name: string, value: unknown, seen = new Set<string>()): boolean => {
    const module = opened.get(url);
    if (module === undefined || seen.has(`${url}\0${name}`)) return false;
    seen.add(`${url}\0${name}`);
    const cell = module.cells[name];
    if (cell?.[1]) return attempt(() => (cell[1]!(value), true), false);
    const ways =
      cell === undefined
        ? module.stars
            .filter(([namespace]) => name !== 'default' && name in namespace)
            .map(([, from]) => [from, name] as const)
        : [cell[2]!];
    return ways.some(([from, origin]) => origin !== null && write(locate(from, url), origin, value, seen));
  };
  const locate = (specifier: string, url: string): string => {
    const located = new URL(specifier, url);
    // Loaders distinguish the instances of a module by what is behind its path.
    if (!opened.has(located.href)) located.search = new URL(url).search;
    return located.href;
  };
  const receive = (url: string, place: ModuleLocation | null, cells: Cells, stars: Opened['stars']): void => {
    opened.set(url, { cells, stars });
    if (place === null) return;
    attempt(() =>
      patch(
        place,
        createNamespace(cells, stars, (name, value) => write(url, name, value)),
      ),
    );
  };
  Object.defineProperty(holder, Symbol.for(RECEIVER), {
    __proto__: null,
    value: receive,
    configurable: true,
  } as PropertyDescriptor);
  return () => {
    if (holder[Symbol.for(RECEIVER)] === receive) delete holder[Symbol.for(RECEIVER)];
  };
}

/** Looks like the module's own namespace: https://tc39.es/ecma262/#sec-module-namespace-objects */
function createNamespace(cells: Cells, stars: Opened['stars'], write: (name: string, value: unknown) => void): object {
  const values = Object.create(null, {
    [Symbol.toStringTag]: { __proto__: null, value: 'Module' } as PropertyDescriptor,
  }) as Record<string, unknown>;
  // What is not there yet, in a cycle of modules, is left out.
  for (const [name, [get]] of Object.entries(cells)) attempt(() => (values[name] = get()));
  for (const [namespace] of stars) {
    for (const name of Object.keys(namespace))
      if (name !== 'default' && !(name in values))
        attempt(() => (values[name] = (namespace as Record<string, unknown>)[name]));
  }
  const set = (target: object, name: string | symbol, value: unknown): boolean => {
    if (typeof name === 'symbol' || !(name in target)) return true;
    values[name] = value;
    write(name, value);
    return true;
  };
  // Instrumentations of OpenTelemetry look for a proxy and define a property then:
  // https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/opentelemetry-instrumentation/src/platform/node/instrumentation.ts
  return new Proxy(values, { set, defineProperty: (target, name, { value }) => set(target, name, value) });
}
