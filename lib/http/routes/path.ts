/**
 * The path of a request target, without query string and fragment: never a place for a secret to slip into a log. `*`
 * (OPTIONS) and `host:port` (CONNECT) are kept; of an absolute URL, as proxies get it, the path is left.
 */
export function pathOf(target: string | undefined): string {
  if (target === undefined || target === '') return '/';
  const end = target.search(/[?#]/);
  const bare = end === -1 ? target : target.slice(0, end);
  if (bare === '') return '/';
  if (bare.startsWith('/')) return bare;
  const scheme = bare.indexOf('://');
  if (scheme === -1) return bare;
  const slash = bare.indexOf('/', scheme + 3);
  return slash === -1 ? '/' : bare.slice(slash);
}
