import { PackageHooks, type PatchedPackage } from '../../package-hooks';
import type { Library } from './library';
import type { CapturedLines } from './lines';

type Namespace = { default?: unknown; [Symbol.toStringTag]?: string };

/** What is imported has what the package exports by default; the names beside it lead to the same objects. */
function patchExports(exports: Namespace, patch: (value: unknown) => unknown): unknown {
  if (exports[Symbol.toStringTag] !== 'Module' || exports.default === undefined) return patch(exports);
  const patched = patch(exports.default);
  if (patched !== exports.default) exports.default = patched;
  return exports;
}

/**
 * Takes the lines of logging packages, in the place of upstream's instrumentations for the same packages, which know no
 * request IDs and send lines twice or not at all.
 */
export const createLoggerHooks = (lines: CapturedLines, libraries: readonly Library[]): PackageHooks =>
  new PackageHooks(
    'logger',
    libraries.map(({ name, versions, patch, files = {} }): PatchedPackage => {
      const patches = Object.entries(files).map(
        ([file, patchFile]) => [file, (exports: unknown) => patchFile(exports, lines)] as const,
      );
      return {
        name,
        versions,
        patch: patch && ((exports: Namespace) => patchExports(exports, (value) => patch(value, lines))),
        files: Object.fromEntries(patches),
      };
    }),
  );
