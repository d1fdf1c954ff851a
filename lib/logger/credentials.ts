import { REDACTED } from './redaction';

/** The password in a URL of any scheme, as in connection strings: `postgres://user:password@host`, `redis://:password@host`. */
const PASSWORD = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@"'`<>]{0,256}:)[^\s/"'`<>]{1,1024}(?=@)/gi;

/** A text without the passwords of the URLs in it. Hardly any text has one: looking costs next to nothing. */
export function withoutPasswords(text: string): string {
  return hasUrlWithUser(text) ? text.replace(PASSWORD, `$1${REDACTED}`) : text;
}

/** Whether there may be one. */
export function hasUrlWithUser(text: string): boolean {
  const at = text.indexOf('://');
  return at >= 0 && text.includes('@', at);
}
