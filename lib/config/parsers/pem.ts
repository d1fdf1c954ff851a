import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----';
const KEY = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;

/**
 * The path of a PEM file, absolute: the app may change its working directory before the file is read again. It is read
 * and parsed at once, since a certificate that is missing or damaged would otherwise show itself as an endpoint that
 * cannot be reached.
 */
const pem = (what: string, fault: (text: string) => string | undefined): Parser<string> => ({
  parse(value) {
    const found = faultOf(value, fault);
    if (found !== undefined) throw new ValidationError(`the path of a PEM file with ${what}, but ${found}`);
    return resolve(value);
  },
});

function faultOf(path: string, fault: (text: string) => string | undefined): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    if (!statSync(path).isFile()) return 'this is no file';
    return fault(readFileSync(path, 'utf8'));
  } catch (error) {
    return `this is not a file that can be read (${(error as NodeJS.ErrnoException).code})`;
  }
}

/** A PEM file with one certificate or more. */
export const certificateFile = pem('a certificate', (text) => {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g);
  if (!found) return text.includes(CERTIFICATE) ? 'it is cut off' : kindOf(text);
  const { X509Certificate } = require('node:crypto') as typeof import('node:crypto');
  for (const [index, each] of found.entries()) {
    const error = errorOf(() => new X509Certificate(each));
    if (error !== undefined) return `its certificate ${index + 1} cannot be parsed (${error})`;
  }
  return undefined;
});

/** A PEM file with a private key that needs no passphrase. */
export const keyFile = pem('a private key', (text) => {
  if (!KEY.test(text)) return kindOf(text);
  if (/ENCRYPTED/.test(text)) return 'it is encrypted with a passphrase';
  const { createPrivateKey } = require('node:crypto') as typeof import('node:crypto');
  const error = errorOf(() => createPrivateKey(text));
  return error === undefined ? undefined : `it cannot be parsed (${error})`;
});

function kindOf(text: string): string {
  if (text.trim() === '') return 'it is empty';
  if (KEY.test(text)) return 'it has a private key only';
  if (text.includes(CERTIFICATE)) return 'it has a certificate only';
  return 'it has none';
}

/** What OpenSSL says, without what the file holds. */
function errorOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
