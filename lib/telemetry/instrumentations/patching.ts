import { types } from 'node:util';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { quietly, watchEvents, watchPromise, type Watching } from '../../watching';
import { guardWrap, type Wrap } from './wrapping';

/**
 * Exports that every instrumentation has seen, by the name they were shown under: code that gets them again, imported
 * or required, leaves them as they are.
 */
let settled = new WeakMap<object, Set<string>>();
/**
 * ES modules that every instrumentation has seen. `require` gives their real namespaces, which nothing can be written
 * to.
 */
const settledModules = new Set<string>();

/** All of them may be patched again: instrumentations that have gone have taken their patches along. */
export function forgetPatches(): void {
  settled = new WeakMap();
  settledModules.clear();
}

/**
 * `InstrumentationBase` calls it with what was required, or with the namespace of what was imported, and takes what it
 * returns.
 */
interface Patching {
  _onRequire(definition: object, exports: object, name: string, folder?: string): unknown;
  /** By which every patch replaces a method. */
  _wrap: Wrap;
}

/** Where a module belongs, as instrumentations name it. */
interface Place {
  readonly target: string;
  readonly name: string;
  readonly folder: string;
}

/** Makes an instrumentation's patches harmless: if one throws, the app goes on with the module as it is. */
export function guardPatches(instrumentation: Instrumentation, onError: (error: unknown) => void): Instrumentation {
  const patching = instrumentation as unknown as Partial<Patching & Watching>;
  const patch = patching._onRequire?.bind(patching);
  // Some are made of several.
  for (const part of Object.values(patching))
    if (isPatching(part)) guardPatches(part as unknown as Instrumentation, onError);
  if (patching._wrap) patching._wrap = guardWrap(patching._wrap);
  // For the patches of patches/, whose instrumentations need more than upstream's base has.
  Object.assign(patching, { watchPromise, watchEvents, quietly });
  if (!patch) return instrumentation;
  patching._onRequire = (definition, exports, name, folder) => {
    if (isSettled(exports, name, folder)) return exports;
    try {
      return patch(definition, exports, name, folder);
    } catch (error) {
      onError(error);
      return exports;
    }
  };
  return instrumentation;
}

function isSettled(exports: object, name: string, folder: string | undefined): boolean {
  if (settledModules.size > 0 && types.isModuleNamespaceObject(exports))
    return settledModules.has(`${folder}\0${name}`);
  return settled.get(exports)?.has(name) ?? false;
}

function isPatching(value: unknown): value is Patching {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Patching>)._onRequire === 'function';
}

/**
 * Lets all instrumentations of a target patch a CommonJS module's exports, once. Returns what is to stand in their
 * place.
 */
export function patchOnce(instrumentations: Iterable<Instrumentation>, place: Place, exports: unknown): unknown {
  let patched = exports;
  forEachPatch(instrumentations, place, (patch) => {
    patched = patch(patched as object) ?? patched;
  });
  if ((typeof patched === 'object' && patched !== null) || typeof patched === 'function')
    settled.set(patched, new Set([...(settled.get(patched) ?? []), place.name]));
  return patched;
}

/**
 * Lets all instrumentations of a target patch an ES module, once. They write to what stands for its namespace; what one
 * returns instead takes the place of the default export, as import-in-the-middle has it.
 */
export function patchNamespace(instrumentations: Iterable<Instrumentation>, place: Place, namespace: object): void {
  const main = (namespace as { default?: unknown }).default;
  // What passes on a CommonJS module of the same package, such as pg-pool's, would have its patches a second time.
  const isPassedOn =
    ((typeof main === 'object' && main !== null) || typeof main === 'function') && settled.get(main)?.has(place.name);
  if (!isPassedOn)
    forEachPatch(instrumentations, place, (patch) => {
      const patched = patch(namespace);
      if (patched && patched !== namespace && 'default' in namespace) namespace.default = patched;
    });
  settledModules.add(`${place.folder}\0${place.name}`);
}

function forEachPatch(
  instrumentations: Iterable<Instrumentation>,
  { target, name, folder }: Place,
  run: (patch: (exports: object) => unknown) => void,
): void {
  for (const instrumentation of instrumentations) {
    const { getModuleDefinitions, _onRequire } = instrumentation as unknown as Partial<Patching> & {
      getModuleDefinitions?(): { name: string }[];
    };
    for (const definition of getModuleDefinitions?.call(instrumentation) ?? []) {
      if (definition.name === target && _onRequire)
        run((exports) => _onRequire.call(instrumentation, definition, exports, name, folder));
    }
  }
}
