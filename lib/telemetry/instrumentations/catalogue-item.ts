/**
 * A module that an instrumentation patches: its name or, if files inside the package are patched too, the name and
 * those files.
 */
export type TargetRow = string | readonly [name: string, ...files: string[]];

/** What is known of an instrumentation before its code is evaluated. */
export interface CatalogueItem {
  /** What it patches. Empty: it patches no module and has to be started for what else it does. */
  readonly targets: readonly TargetRow[];
  readonly load: () => new (options?: object) => unknown;
}
