/**
 * Whether this Node.js has synchronous module hooks in a usable form.
 * https://github.com/nodejs/import-in-the-middle/blob/main/supports-sync-hooks.mjs, whose ES module a preload would
 * have to await.
 */
export function supportsSyncHooks(node: string = process.versions.node): boolean {
  const [major = 0, minor = 0, patch = 0] = node.split('.').map(Number);
  if (major >= 26) return true;
  if (major === 25) return minor >= 1;
  if (major === 24) return minor > 11 || (minor === 11 && patch >= 1);
  return major === 22 && (minor > 22 || (minor === 22 && patch >= 3));
}
