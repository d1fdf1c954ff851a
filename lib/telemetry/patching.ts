import type { Instrumentation } from '@opentelemetry/instrumentation';

/** `InstrumentationBase` calls it with what was required, or with the namespace of what was imported, and takes what it returns. */
interface Patching {
  _onRequire(definition: object, exports: object, ...place: unknown[]): unknown;
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
  const patching = instrumentation as unknown as Partial<Patching>;
  const patch = patching._onRequire?.bind(patching);
  if (!patch) return instrumentation;
  patching._onRequire = (definition, exports, ...place) => {
    try {
      return commonJs.has(exports) ? patchImported(exports as Namespace, (required) => patch(definition, required, ...place)) : patch(definition, exports, ...place);
    } catch (error) {
      onError(error);
      return exports;
    }
  };
  return instrumentation;
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
