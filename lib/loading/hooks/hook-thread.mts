/**
 * The module hooks for Node.js without synchronous ones: this file runs in a hooks thread, for which the app's start
 * waits. So it is short, and what opens the text of targets is loaded with the first of them.
 * https://nodejs.org/api/module.html#customization-hooks
 */
import { createRequire } from 'node:module';
import { createEsTargets, type EsTargets, type Target } from './es-targets.js';
import { opened } from './sync-hooks.js';
import { createTranslated, type Loaded, type Translated } from './transpiled-commonjs.js';

type Next<Result> = (what: string, context?: object) => Promise<Result>;

let targets: EsTargets | undefined;
let translated: Translated | undefined;

export function initialize({ targets: patched }: { targets: readonly Target[] }): void {
  // A sibling in the folder of the bundles. An `import()` would wait for the hooks that wait for it.
  targets = createEsTargets(
    patched,
    () => (createRequire(import.meta.url)('./es-text.js') as typeof import('./es-text.mjs')).openText,
  );
  translated = createTranslated(patched);
}

export async function resolve(
  specifier: string,
  context: { parentURL?: string },
  next: Next<{ url: string }>,
): Promise<{ url: string }> {
  const resolved = await next(specifier, context);
  targets?.resolved(specifier, resolved.url);
  translated?.isRequired(specifier, context.parentURL);
  return resolved;
}

export async function load(url: string, context: object, next: Next<Loaded>): Promise<Loaded> {
  const loaded = await next(url, context);
  if (!targets || !translated) return loaded;
  return translated.loaded(url, opened(targets, url, loaded));
}
