import type { Instrumentation } from '@opentelemetry/instrumentation';
import { quietly, watchEvents, watchPromise, type Watching } from './watching';
import { guardWrap, type Wrap } from './wrapping';

/** Exports that every instrumentation has seen, by the name they were shown under: whoever meets them again, imported or required, leaves them as they are. */
const settled = new WeakMap<object, Set<string>>();

/** `InstrumentationBase` calls it with what was required, or with the namespace of what was imported, and takes what it returns. */
interface Patching {
  _onRequire(definition: object, exports: object, name: string, folder?: string): unknown;
  /** By which every patch replaces a method. */
  _wrap: Wrap;
}

/** Namespaces of imported modules that are CommonJS. */
const commonJs = new WeakSet<object>();

/** Remembers how the module behind a namespace is written; has to be told before an instrumentation is. */
export function noteImport(namespace: object, format: string | undefined): void {
  if (format?.startsWith('commonjs')) commonJs.add(namespace);
}

/**
 * Makes an instrumentation's patches harmless: where one throws, the app goes on with the module as it is. And makes them fit: most are written for
 * `module.exports`, and fail on (or do nothing to) the namespace that an import of the same CommonJS file has. They get `module.exports` either way.
 */
export function guardPatches(instrumentation: Instrumentation, onError: (error: unknown) => void): Instrumentation {
  const patching = instrumentation as unknown as Partial<Patching & Watching>;
  const patch = patching._onRequire?.bind(patching);
  // Some are made of several.
  for (const part of Object.values(patching)) if (isPatching(part)) guardPatches(part as unknown as Instrumentation, onError);
  if (patching._wrap) patching._wrap = guardWrap(patching._wrap);
  // For the patches of patches/, whose instrumentations need more than upstream's base has.
  Object.assign(patching, { watchPromise, watchEvents, quietly });
  if (!patch) return instrumentation;
  patching._onRequire = (definition, exports, name, folder) => {
    const once = (required: object): unknown => (settled.get(required)?.has(name) ? required : patch(definition, required, name, folder));
    try {
      return commonJs.has(exports) ? patchImported(exports as Namespace, once) : once(exports);
    } catch (error) {
      onError(error);
      return exports;
    }
  };
  return instrumentation;
}

function isPatching(value: unknown): value is Patching {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Patching>)._onRequire === 'function';
}

/** Lets all instrumentations of a target patch a CommonJS module's exports, once. Returns what is to stand in their place. */
export function patchOnce(instrumentations: Iterable<Instrumentation>, { target, name, folder }: { target: string; name: string; folder: string }, exports: unknown): unknown {
  let patched = exports;
  for (const instrumentation of instrumentations) {
    const { getModuleDefinitions, _onRequire } = instrumentation as unknown as Partial<Patching> & { getModuleDefinitions?(): { name: string }[] };
    for (const definition of getModuleDefinitions?.call(instrumentation) ?? []) {
      if (definition.name === target) patched = _onRequire?.call(instrumentation, definition, patched as object, name, folder) ?? patched;
    }
  }
  if ((typeof patched === 'object' && patched !== null) || typeof patched === 'function') settled.set(patched, new Set([...settled.get(patched) ?? [], name]));
  return patched;
}

type Namespace = Record<string, unknown> & { default: object };

/** Node derives the named exports of a CommonJS module from `module.exports` once: what a patch changes there has to be carried over. */
function patchImported(namespace: Namespace, patch: (exports: object) => unknown): Namespace {
  const patched = (patch(namespace.default) ?? namespace.default) as Record<string, unknown>;
  for (const name of Object.keys(namespace)) {
    const value = name === 'default' || name === 'module.exports' ? patched : patched[name];
    if (value !== undefined && value !== namespace[name]) namespace[name] = value;
  }
  return namespace;
}
