declare module 'import-in-the-middle/create-hook.mjs' {
  /** Undocumented in its types: the hooks of one loader, with the place of its registry in `meta.url`. */
  export function createHook(meta: { url: string }): unknown;
}
