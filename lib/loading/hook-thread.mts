/**
 * The module hooks for Node.js without synchronous ones: this file runs in a hooks thread, for which the app's start waits. So it is short: what cannot
 * lead to a target is passed on at once, and what wraps modules is loaded with the first that can.
 * https://nodejs.org/api/module.html#customization-hooks
 */
import { createRequire } from 'node:module';
import { createMatcher, type Matcher, type Target } from './matcher.js';
import { createTranslated, type Translated } from './translated.js';
import type { AsyncWrappingHook } from './wrapping.mjs';

type Next = (what: string, context?: object) => Promise<object>;

let matcher: Matcher | undefined;
let translated: Translated | undefined;
let wrapping: Promise<AsyncWrappingHook> | undefined;

export function initialize({ targets }: { targets: readonly Target[] }): void {
  matcher = createMatcher(targets);
  translated = createTranslated(targets);
}

export async function resolve(specifier: string, context: { parentURL?: string }, next: Next): Promise<object> {
  if (!matcher || translated?.isRequired(specifier, context.parentURL) || (!matcher.mayWrap(specifier, context.parentURL) && !context.parentURL?.includes('iitm'))) return next(specifier, context);
  wrapping ??= loadWrapping(matcher);
  return (await wrapping).resolve(specifier, context, next);
}

export async function load(url: string, context: object, next: Next): Promise<object> {
  const loaded = await (wrapping ? (await wrapping).load(url, context, next) : next(url, context));
  return translated?.loaded(url, loaded) ?? loaded;
}

async function loadWrapping({ shouldInclude }: Matcher): Promise<AsyncWrappingHook> {
  // A sibling in the folder of the bundles. An `import()` would wait for the hooks that wait for it.
  const { createAsyncHook } = createRequire(import.meta.url)('./wrapping.js') as typeof import('./wrapping.mjs');
  return createAsyncHook({ shouldInclude });
}
