import type { Instrumentation } from '@opentelemetry/instrumentation';
import { guardPatches } from '../telemetry/patching';
import type * as LibraryHooksFile from './library-hooks';

export { installPropagation, type PropagationOptions } from './install';

/** Lets context follow through the queues of packages; creating it enables it. A patch that fails leaves its package as it is. */
export function createLibraryHooks(onError: (error: unknown) => void): Instrumentation {
  const { LibraryHooks } = require('./library-hooks') as typeof LibraryHooksFile;
  return guardPatches(new LibraryHooks(), onError);
}
