import module from 'node:module';
import { attempt } from '../attempt';
import { patchMethod } from '../http/patch';
import { copyWith } from './copy';
import { captureVariables } from './environment';

type Options = { env?: unknown; envPairs?: unknown };

export interface ChildrenOptions {
  /** The environment of this process, live. */
  readonly environment: NodeJS.ProcessEnv;
  /** The variables that this process itself was started with: they are not passed on for ever. */
  readonly inherited: Readonly<Record<string, string>>;
  /** Called before a child process is started, which may write to the same streams. */
  readonly beforeChild?: () => void;
}

/**
 * Puts the context of the code that starts a child process into its environment. If the app passes `env` itself,
 * cluster included, that environment is left as it is.
 */
export function installChildren({ environment, inherited, beforeChild = () => {} }: ChildrenOptions): () => void {
  const childProcess = require('node:child_process') as typeof import('node:child_process');

  /** What the child's environment differs in from ours: a value, or undefined for one to leave out. */
  const changes = (): Record<string, string | undefined> => {
    const stale = Object.entries(inherited)
      .filter(([name, value]) => environment[name] === value)
      .map(([name]) => name);
    const kept = (name: string) => environment[name] !== undefined && !stale.includes(name);
    // A variable that the app has set for its children counts like an `env` that it passes.
    const fresh = Object.entries(captureVariables()).filter(([name]) => !kept(name));
    return { ...Object.fromEntries(stale.map((name) => [name, undefined])), ...Object.fromEntries(fresh) };
  };

  const undos = [
    patchMethod(
      childProcess.ChildProcess.prototype,
      'spawn',
      (original) =>
        function (this: unknown, options?: Options, ...rest: unknown[]) {
          attempt(beforeChild);
          const changed = attempt(() => {
            if (!options || (options.env !== undefined && options.env !== null) || !Array.isArray(options.envPairs))
              return undefined;
            return copyWith(options, { envPairs: withChanges(options.envPairs as string[], changes()) });
          });
          return original.call(this, changed ?? options, ...rest);
        },
    ),
    ...(['spawnSync', 'execFileSync', 'execSync'] as const).map((name) =>
      patchMethod(
        childProcess,
        name,
        (original) =>
          function (this: unknown, ...args: unknown[]) {
            attempt(beforeChild);
            const place =
              name === 'execSync' ||
              !(Array.isArray(args[1]) || (args.length > 2 && (args[1] === undefined || args[1] === null)))
                ? 1
                : 2;
            const changed = attempt(() => {
              const given = (args[place] === undefined ? { __proto__: null } : args[place]) as Options | null;
              // What Node.js refuses as options, it is to refuse; `undefined` is none.
              if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
              if (given.env !== undefined && given.env !== null) return undefined;
              const differing = changes();
              return Object.keys(differing).length > 0
                ? copyWith(given, { env: copyWith(environment, differing) })
                : undefined;
            });
            if (changed !== undefined) args[place] = changed;
            return original.apply(this, args);
          },
      ),
    ),
  ];
  module.syncBuiltinESMExports();
  return () => {
    for (const undo of undos) undo();
    module.syncBuiltinESMExports();
  };
}

function withChanges(pairs: readonly string[], differing: Record<string, string | undefined>): string[] {
  const kept = pairs.filter((pair) => !Object.hasOwn(differing, pair.slice(0, pair.indexOf('='))));
  const added = Object.entries(differing).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return [...kept, ...added];
}
