// OTLP attribute values as plain JavaScript values.
import {
  asMessage,
  bigintOf,
  doubleOf,
  exactNumber,
  messageField,
  messagesField,
  listField,
  refuse,
  textField,
} from './fields';
import { MAX_DEPTH, type Message } from './protobuf';
import type { Attributes, Scope } from './records';

/**
 * The plain value of an OTLP AnyValue; null if none is set. Integers beyond 2^53 are bigints, bytes are Buffers (base64
 * in JSON).
 */
export function plainValue(value: Message, depth = 0): unknown {
  if (depth > MAX_DEPTH) refuse('value', `at most ${MAX_DEPTH} levels`, 'more');
  if (isSet(value, 'stringValue')) return textField(value, 'stringValue');
  if (isSet(value, 'boolValue'))
    return typeof value.boolValue === 'boolean'
      ? value.boolValue
      : refuse('boolValue', 'true or false', value.boolValue);
  if (isSet(value, 'intValue')) return exactNumber(bigintOf(value.intValue, 'intValue'));
  if (isSet(value, 'doubleValue')) return doubleOf(value.doubleValue, 'doubleValue');
  if (isSet(value, 'arrayValue')) {
    return listField(messageField(value, 'arrayValue'), 'values').map((each) =>
      plainValue(asMessage(each ?? {}, 'an array value'), depth + 1),
    );
  }
  if (isSet(value, 'kvlistValue')) return plainAttributes(messageField(value, 'kvlistValue'), 'values', depth + 1);
  if (isSet(value, 'bytesValue'))
    return Buffer.isBuffer(value.bytesValue) ? value.bytesValue : Buffer.from(textField(value, 'bytesValue'), 'base64');
  return null;
}

function isSet(value: Message, name: string): boolean {
  return value[name] !== undefined && value[name] !== null;
}

/** A list of OTLP KeyValues as one object; a key that comes twice keeps its last value. */
export function plainAttributes(message: Message, name = 'attributes', depth = 0): Attributes {
  const attributes: Attributes = {};
  for (const pair of messagesField(message, name)) {
    const value = plainValue(messageField(pair, 'value'), depth);
    const key = textField(pair, 'key');
    // Assigning `__proto__` would set the prototype instead of a property.
    if (key === '__proto__')
      Object.defineProperty(attributes, key, { value, enumerable: true, configurable: true, writable: true });
    else attributes[key] = value;
  }
  return attributes;
}

/** The instrumentation scope of a group of records. */
export function plainScope(group: Message): Scope {
  const scope = messageField(group, 'scope');
  const version = textField(scope, 'version');
  return version === '' ? { name: textField(scope, 'name') } : { name: textField(scope, 'name'), version };
}
