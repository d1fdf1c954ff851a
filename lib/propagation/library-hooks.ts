import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import type { Library } from './libraries/library';

const same = <T>(exports: T): T => exports;

/**
 * Lets context follow through the queues of one package. An OTel instrumentation because those bring the hooks for both
 * module systems.
 */
export class LibraryHooks extends InstrumentationBase {
  constructor(library: Library) {
    // The base asks for the definitions before this constructor could note the library.
    super(`firstlight/propagation/${library.name}`, '0.1.0', { library } as object);
  }

  protected override init(): InstrumentationNodeModuleDefinition {
    const { name, versions, patch = same, files = {} } = (this.getConfig() as { library: Library }).library;
    return new InstrumentationNodeModuleDefinition(
      name,
      versions,
      patch,
      same,
      Object.entries(files).map(
        ([file, patchFile]) => new InstrumentationNodeModuleFile(file, versions, patchFile, same),
      ),
    );
  }
}
