import type { Instrumentation } from '@opentelemetry/instrumentation';

/** An instrumentation, or something else, that waits for one of its targets. */
export interface Waiting {
  readonly targets: readonly string[];
  /** Called once, when the first of the targets is loaded. What is no instrumentation gives undefined. */
  readonly create: () => Instrumentation | undefined;
}

export interface LazyInstrumentations {
  /** Creates those that wait for a package. Returns all that were created so far. */
  activate(target: string): readonly Instrumentation[];
  /** Turns those that were created off, and creates no others. */
  close(): void;
}

/**
 * Creates each instrumentation when the first of its targets is loaded, in time to patch it.
 *
 * Required modules: this hook has to be installed before the first instrumentation exists, so that theirs runs around
 * it. What it creates while a module is being loaded then patches that very module. Imported modules: what patches them
 * activates what waits for them.
 */
export function installLazyInstrumentations(
  waiting: readonly Waiting[],
  onError: (error: unknown) => void,
): LazyInstrumentations {
  const byTarget = new Map<string, Waiting[]>();
  for (const item of waiting)
    for (const target of item.targets) byTarget.set(target, [...(byTarget.get(target) ?? []), item]);

  const created: Instrumentation[] = [];
  const activate = (target: string): boolean => {
    const due = byTarget.get(target);
    if (!due) return false;
    for (const item of due) for (const name of item.targets) without(byTarget, name, item);
    for (const item of due) {
      try {
        const instrumentation = item.create();
        if (instrumentation) created.push(instrumentation);
      } catch (error) {
        onError(error);
      }
    }
    return true;
  };

  const { Hook } = require('require-in-the-middle') as typeof import('require-in-the-middle');
  const required = new Hook([...byTarget.keys()], { internals: true }, (exports, name) => {
    activate(packageOfModule(name));
    return exports;
  });
  return {
    activate: (target) => {
      activate(target);
      return created;
    },
    close() {
      byTarget.clear();
      required.unhook();
      for (const instrumentation of created.splice(0).reverse()) instrumentation.disable();
    },
  };
}

function without(map: Map<string, Waiting[]>, name: string, item: Waiting): void {
  const rest = map.get(name)?.filter((other) => other !== item) ?? [];
  if (rest.length > 0) map.set(name, rest);
  else map.delete(name);
}

/** `pg/lib/client.js` is of `pg`, `@redis/client/dist/index.js` of `@redis/client`. */
function packageOfModule(name: string): string {
  const [scope = '', rest = ''] = name.replaceAll('\\', '/').split('/', 2);
  return scope.startsWith('@') ? `${scope}/${rest}` : scope;
}
