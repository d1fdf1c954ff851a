import type { Waiting } from '../telemetry/instrumentations/lazy';
import { guardPatches } from '../telemetry/instrumentations/patching';
import { catalogue } from './libraries/catalogue';
import type * as PackageHooksFile from '../package-hooks';

export { installPropagation, type PropagationOptions } from './install';

/**
 * Lets context follow through the queues of packages, each from when it is loaded. They have to come before
 * instrumentations of the same packages: then their wrappers of consumers run around those. A patch that fails leaves
 * its package as it is.
 * @param isOutermost Gives those instead whose patches have to run around an instrumentation's, and come after it.
 */
export function waitingLibraries(onError: (error: unknown) => void, isOutermost = false): Waiting[] {
  return catalogue
    .filter((row) => (row.isOutermost ?? false) === isOutermost)
    .map(({ name, load }) => ({
      targets: [name],
      create() {
        const { PackageHooks } = require('../package-hooks') as typeof PackageHooksFile;
        const library = load();
        return guardPatches(new PackageHooks(`propagation/${library.name}`, [library]), onError);
      },
    }));
}

/** What {@link waitingLibraries} patch: packages, and files inside of them. */
export const libraryTargets = (): { name: string; files: readonly string[] }[] =>
  catalogue.map(({ name, files = [] }) => ({ name, files }));
