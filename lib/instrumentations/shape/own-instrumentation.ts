import { InstrumentationBase, type InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { definitionsOf, type PatchedPackage } from '../../package-hooks';

/** Put in by the build. */
declare const FIRSTLIGHT_VERSION: string;

/**
 * What all instrumentations of our own are: they name the packages that they patch, with the versions that are known,
 * and follow calls of their public surface (see calls.ts). Patches stay when one is disabled, and follow no call then.
 */
export abstract class OwnInstrumentation extends InstrumentationBase {
  /** @param name The short name, as in OTEL_NODE_DISABLED_INSTRUMENTATIONS; spans have the scope `firstlight/NAME`. */
  constructor(name: string, config: object = {}) {
    super(`firstlight/${name}`, typeof FIRSTLIGHT_VERSION === 'string' ? FIRSTLIGHT_VERSION : '', config);
  }

  /** The packages that are patched. Called by the base class, before fields of a subclass are there. */
  protected abstract packages(): readonly PatchedPackage[];

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return definitionsOf(this.packages());
  }
}
