import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { isSecretParameter } from './names';
import type { Redaction } from './redaction';

/** What stands for a secret in a URL: https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/#url-full */
const REDACTED = 'REDACTED';
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** Attributes that hold a part of a URL, and where in it they begin. */
const PATHS = new Set(['http.target', 'url.path']);
const QUERIES = new Set(['url.query', 'url.fragment']);
/** As drivers for SQL Server and ODBC have them: `Server=db;Password=x`. */
const CONNECTION = new Set(['db.connection_string']);
const PASSWORD = /(?<=(?:^|;)\s*(?:password|pwd)\s*=\s*)[^;]*/gi;

/** Names that are made up at run time must not fill the memory. */
const MAX_NAMES = 1_000;

/** Hides what URLs in a span's attributes must not show; changes them in place. */
export type UrlRedaction = (attributes: Attributes) => void;

/**
 * Creates the redaction of userinfo and of secret parameters, in any attribute that holds a URL. Only what can be a URL
 * is looked at, and only one with userinfo, a query or a fragment is taken apart.
 */
export function createUrlRedaction({ hidesKey }: Pick<Redaction, 'hidesKey'>): UrlRedaction {
  const known = new Map<string, boolean>();
  const hides = (name: string): boolean => {
    let isHidden = known.get(name);
    if (isHidden === undefined) {
      const decoded = decode(name);
      isHidden = isSecretParameter(decoded) || hidesKey(decoded);
      if (known.size < MAX_NAMES) known.set(name, isHidden);
    }
    return isHidden;
  };
  const redactPairs = (text: string): string =>
    text.replace(/(?<=^|[&;])([^=&;]+)=([^&;]+)/g, (pair, name: string) =>
      hides(name) ? `${name}=${REDACTED}` : pair,
    );
  const redactAfter = (url: string): string => {
    const fragmentAt = url.indexOf('#');
    const fragment = fragmentAt < 0 ? '' : url.slice(fragmentAt + 1);
    const before = fragmentAt < 0 ? url : url.slice(0, fragmentAt);
    const queryAt = before.indexOf('?');
    const redacted = queryAt < 0 ? before : before.slice(0, queryAt + 1) + redactPairs(before.slice(queryAt + 1));
    return fragmentAt < 0 ? redacted : `${redacted}#${redactPairs(fragment)}`;
  };
  const redactUrl = (url: string, start: number): string => {
    const end = url.slice(start).search(/[/?#]/);
    const authority = end < 0 ? url.slice(start) : url.slice(start, start + end);
    const at = authority.lastIndexOf('@');
    const userinfo = at < 0 ? '' : `${authority.slice(0, at).includes(':') ? `${REDACTED}:` : ''}${REDACTED}@`;
    return redactAfter(url.slice(0, start) + userinfo + url.slice(start + (at < 0 ? 0 : at + 1)));
  };
  const redact = (name: string, value: string): string => {
    if (CONNECTION.has(name)) value = value.replace(PASSWORD, REDACTED);
    if (QUERIES.has(name)) return value.startsWith('?') ? `?${redactPairs(value.slice(1))}` : redactPairs(value);
    if (!value.includes('?') && !value.includes('@') && !value.includes('#')) return value;
    if (PATHS.has(name) && value.startsWith('/')) return redactAfter(value);
    const [scheme] = SCHEME.exec(value) ?? [];
    return scheme === undefined ? value : redactUrl(value, scheme.length);
  };
  const redactAny = (name: string, value: AttributeValue | undefined): AttributeValue | undefined => {
    if (typeof value === 'string') return value.includes('=') || value.includes('@') ? redact(name, value) : value;
    return Array.isArray(value)
      ? (value.map((each) => (typeof each === 'string' ? redact(name, each) : each)) as AttributeValue)
      : value;
  };
  return (attributes) => {
    for (const name in attributes) {
      const value = attributes[name];
      if (typeof value !== 'string' && typeof value !== 'object') continue;
      const redacted = redactAny(name, value);
      if (redacted !== value) attributes[name] = redacted;
    }
  };
}

function decode(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
