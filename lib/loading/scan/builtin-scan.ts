import type { LateBuiltins } from '../hooks/late-builtins';
import { createScanner, mayRequireAny } from './specifier-scan';

/**
 * Mentions the builtins that a module's text may load. Returns whether the text imports something that only shows when
 * it runs; not looked for once no builtin is waited for.
 */
export function createBuiltinScan(builtins: LateBuiltins): (text: string) => boolean {
  const scan = createScanner(builtins.names.flatMap((name) => [name, `node:${name}`]));
  return (text) => {
    if (builtins.names.length === 0) return false;
    if (mayRequireAny(text)) {
      builtins.mentionAll();
      return false;
    }
    const { names, computed } = scan(text);
    names.forEach((name) => builtins.mention(name));
    return computed;
  };
}
