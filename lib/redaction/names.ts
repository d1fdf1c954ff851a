/** The placeholder of a secret. */
export const REDACTED = '[redacted]';

/**
 * The one list of names that hold secrets: how they end, in lower case and without what people put between words
 * (`x-api-key`, `dbPassword`, `SET_COOKIE` …).
 */
const SECRET = new RegExp(
  `(?:${[
    'authorization',
    'cookies?',
    'passwords?',
    'password(?:confirm(?:ation)?|repeat|again|hash|old|new|\\d)',
    'passwd',
    'pwd',
    'passphrases?',
    '(?:api|access|private|secret|encryption|signing|master|auth|shared|account)keys?',
    'secrets?',
    'credentials?',
    'jwts?',
    'token',
    // Language models are billed by numbers of tokens.
    '(?:access|refresh|auth|api|bearer|session|csrf|xsrf)tokens',
    '(?:session|sess)id',
    '(?:db|user|smtp|mail|ftp|redis|mysql|pg|root|admin|proxy)pass',
  ].join('|')})$`,
);
/**
 * Short words that end others, too (`bypass`, `oauth`): they have to stand alone, as camel case and separators show it.
 */
const WORD = /(?:^|[^A-Za-z]|[a-z\d](?=[PA]))(?:[Pp]ass|PASS|[Aa]uth|AUTH)$/;
const SEPARATORS = /[-_.\s[\]]/g;

/** Any name above has one of these in it, and any URL with a secret; a text without them needs no second look. */
const TRACE = /auth|cookie|key|pass|pwd|secret|credential|token|jwt|sess|:\/\/|@|\\u|[?&]/i;

/**
 * Secrets among the parameters of URLs, besides the names that are secret everywhere: OAuth's codes, signed URLs, API
 * keys.
 */
const PARAMETER = new RegExp(
  `^(?:${[
    'code',
    'codeverifier',
    'key',
    'sig',
    'sign',
    'signature',
    'sid',
    'session',
    'phpsessid',
    'jsessionid',
    'ticket',
    'otp',
    'pin',
    'pw',
    'assertion',
    'samlresponse',
    'samlrequest',
    'awsaccesskeyid',
    'googleaccessid',
    'xamz(?:signature|credential)',
    'xgoog(?:signature|credential)',
  ].join('|')})$`,
);

/** Headers with credentials, as they stand in flat lists (`rawHeaders`) and in the head of a message. */
const HEADER =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?|(?:x|private|api)-[\w-]*(?:key|token|secret|auth|password|jwt))$/i;

/** Values that say nothing: empty, or the modes of `fetch`'s own option `credentials`. */
const REPORTED = new Set(['', 'omit', 'include', 'same-origin', REDACTED]);

const bare = (name: string): string => name.toLowerCase().replace(SEPARATORS, '');

/** Whether the value of a name is a secret at any place. */
export function isSecretName(name: string): boolean {
  return SECRET.test(bare(name)) || WORD.test(name);
}

/** Whether a parameter of a URL is a secret, besides {@link isSecretName}. */
export function isSecretParameter(name: string): boolean {
  return PARAMETER.test(bare(name));
}

/** Whether a header holds credentials: a list of names and values is distinguished from other lists by them. */
export function isSecretHeader(name: string): boolean {
  return HEADER.test(name);
}

/** Whether a text may have a well-known name of a secret in it, or a URL that has one. */
export function hasTrace(text: string): boolean {
  return TRACE.test(text);
}

/**
 * True and false say nothing that could be used, and often just that there is a secret; a number under `pass` is a
 * count.
 */
export function isSecretValue(value: unknown, name = ''): boolean {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'function':
      return false;
    case 'string':
      return !REPORTED.has(value);
    case 'number':
      return !WORD.test(name);
    default:
      return value !== null;
  }
}
