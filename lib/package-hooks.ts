import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';

/** Patches what a package, or a file of it, exports; may return something in its place. */
export type Patch = (exports: any) => unknown;

/** A package that is patched. */
export interface PatchedPackage {
  readonly name: string;
  readonly versions: string[];
  readonly patch?: Patch | undefined;
  /** Patches of files inside the package, by their names. */
  readonly files?: Readonly<Record<string, Patch>> | undefined;
}

const same = <T>(exports: T): T => exports;

/** What `init` of an instrumentation returns for packages that stay patched when it is disabled. */
export const definitionsOf = (packages: readonly PatchedPackage[]): InstrumentationNodeModuleDefinition[] =>
  packages.map(
    ({ name, versions, patch = same, files = {} }) =>
      new InstrumentationNodeModuleDefinition(
        name,
        versions,
        patch,
        same,
        Object.entries(files).map(
          ([file, patchFile]) => new InstrumentationNodeModuleFile(file, versions, patchFile, same),
        ),
      ),
  );

/**
 * Patches packages when the app loads them. An OTel instrumentation because those bring the hooks for both module
 * systems, and are enabled and listed like all others; it makes no spans. Patches stay when it is disabled.
 */
export class PackageHooks extends InstrumentationBase {
  constructor(name: string, packages: readonly PatchedPackage[]) {
    // The base asks for the definitions before this constructor could note the packages.
    super(`firstlight/${name}`, '0.1.0', { packages } as object);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const { packages } = this.getConfig() as { packages: readonly PatchedPackage[] };
    return definitionsOf(packages);
  }
}
