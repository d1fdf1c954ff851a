// Reads the fields of a loose OTLP message, whether protobuf or JSON gave it. Every complaint names the field, what was
// expected and what arrived.
import type { Message } from './protobuf';

/** A request that is no OTLP: the receiver answers 400 or INVALID_ARGUMENT with this message. */
export class MalformedRequest extends Error {
  override name = 'MalformedRequest';
}

/** Fails with a sentence that names field, expectation and what arrived (cut to 60 characters). */
export function refuse(field: string, expected: string, received: unknown): never {
  const shown = typeof received === 'bigint' ? String(received) : (JSON.stringify(received) ?? String(received));
  throw new MalformedRequest(
    `${field}: expected ${expected}, received ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`,
  );
}

/** proto3 and its JSON mapping have no difference between absent, null and default. */
const absent = (value: unknown): value is undefined | null => value === undefined || value === null;

export function messageField(message: Message, name: string): Message {
  const value = message[name];
  if (absent(value)) return {};
  return asMessage(value, name);
}

export function asMessage(value: unknown, name: string): Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(name, 'an object', value);
  return value as Message;
}

export function listField(message: Message, name: string): unknown[] {
  const value = message[name];
  if (absent(value)) return [];
  return Array.isArray(value) ? value : refuse(name, 'an array', value);
}

export function messagesField(message: Message, name: string): Message[] {
  return listField(message, name).map((each) => asMessage(each, `an element of ${name}`));
}

export function textField(message: Message, name: string): string {
  const value = message[name];
  if (absent(value)) return '';
  return typeof value === 'string' ? value : refuse(name, 'a string', value);
}

export function booleanField(message: Message, name: string): boolean {
  const value = message[name];
  if (absent(value)) return false;
  return typeof value === 'boolean' ? value : refuse(name, 'true or false', value);
}

/** Trace and span IDs: bytes in protobuf, hex (any case) in OTLP/JSON. Empty or all zeros is none. */
export function idField(message: Message, name: string, bytes: 8 | 16): string | undefined {
  const value = message[name];
  if (absent(value) || value === '') return undefined;
  const id = Buffer.isBuffer(value) ? value.toString('hex') : String(value).toLowerCase();
  if (id === '') return undefined;
  if (id.length !== bytes * 2 || !/^[0-9a-f]+$/.test(id))
    refuse(name, `${bytes} bytes, in JSON as ${bytes * 2} hex digits`, id);
  return /^0+$/.test(id) ? undefined : id;
}

/** 64-bit integers: bigints from protobuf, decimal strings or numbers from JSON. */
export function bigintOf(value: unknown, name: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  return refuse(name, 'a 64-bit integer', value);
}

export function bigintField(message: Message, name: string): bigint {
  return absent(message[name]) ? 0n : bigintOf(message[name], name);
}

/** A 64-bit integer as a number if that is exact, else as a bigint. */
export function exactNumber(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** A 64-bit count as a number: counts above 2^53 lose their last digits, which no one counts. */
export function countField(message: Message, name: string): number {
  return Number(bigintField(message, name));
}

/** Doubles, and JSON's "NaN", "Infinity", "-Infinity" and numeric strings. */
export function doubleOf(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && (value === 'NaN' || (value.trim() !== '' && !Number.isNaN(Number(value)))))
    return Number(value);
  return refuse(name, 'a number', value);
}

export function doubleField(message: Message, name: string): number | undefined {
  return absent(message[name]) ? undefined : doubleOf(message[name], name);
}

export function integerField(message: Message, name: string): number {
  const value = message[name];
  if (absent(value)) return 0;
  const number = doubleOf(value, name);
  return Number.isInteger(number) ? number : refuse(name, 'an integer', value);
}

/**
 * An enum as its number; JSON producers that send the name are understood too. Numbers of a later specification are 0.
 */
export function enumField<Name extends string>(
  message: Message,
  name: string,
  names: readonly Name[],
  prefix: string,
): Name {
  const value = message[name];
  if (typeof value === 'string' && value.startsWith(prefix)) {
    return names.find((each) => each === value.slice(prefix.length)) ?? names[0]!;
  }
  return names[integerField(message, name)] ?? names[0]!;
}
