import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import type { Library } from './library';
import type { CapturedLines } from './lines';

const same = <T>(exports: T): T => exports;

type Namespace = { default?: unknown; [Symbol.toStringTag]?: string };

/** What is imported has what the package exports by default; the names beside it lead to the same objects. */
function patchExports(exports: Namespace, patch: (value: unknown) => unknown): unknown {
  if (exports[Symbol.toStringTag] !== 'Module' || exports.default === undefined) return patch(exports);
  const patched = patch(exports.default);
  if (patched !== exports.default) exports.default = patched;
  return exports;
}

/** Where an instrumentation finds its settings while its base class is still being made. */
interface Settings {
  readonly lines: CapturedLines;
  readonly libraries: readonly Library[];
}

/**
 * Takes the lines of a logging package. An OTel instrumentation because those bring the hooks for both module systems,
 * and are listed like all others; in the place of upstream's for the same packages, which know no request IDs and send
 * lines twice or not at all.
 */
export class LoggerHooks extends InstrumentationBase {
  constructor(settings: Settings) {
    super('firstlight/logger', '0.1.0', settings as object);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const { lines, libraries } = this._config as unknown as Settings;
    return libraries.map(
      ({ name, versions, patch, files = {} }) =>
        new InstrumentationNodeModuleDefinition(
          name,
          versions,
          patch ? (exports) => patchExports(exports, (value) => patch(value, lines)) : same,
          same,
          Object.entries(files).map(
            ([file, patchFile]) =>
              new InstrumentationNodeModuleFile(file, versions, (exports) => patchFile(exports, lines), same),
          ),
        ),
    );
  }
}
