// A value as JSON that two processes can compare: classes, keys, descriptors and errors, without what differs by
// nature.
const { types } = require('node:util');

const DEEPEST = 6;
/** How many of an error's own frames are compared: those of the table, since a patch may add frames below them. */
const FRAMES = 3;

exports.describe = (value) => describe(value, 0, new Map());

function describe(value, depth, seen) {
  if (typeof value === 'function') return `[function ${value.name}/${value.length}]`;
  if (typeof value === 'symbol') return value.toString();
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined) return '[undefined]';
  if (typeof value === 'number' && !Number.isFinite(value)) return `[${value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return `[circular ${seen.get(value)}]`;
  seen.set(value, seen.size);
  if (types.isProxy(value)) return '[proxy]';
  const kind = className(value);
  if (depth >= DEEPEST) return `[${kind}]`;
  const below = (child) => describe(child, depth + 1, seen);
  if (types.isNativeError(value) || value instanceof DOMException) return describeError(value, below);
  if (Buffer.isBuffer(value)) return { Buffer: value.toString('latin1') };
  if (types.isDate(value)) return { Date: Number.isNaN(value.getTime()) ? 'invalid' : 'valid' };
  if (types.isMap(value)) return { [kind]: [...value].map(below) };
  if (types.isSet(value)) return { [kind]: [...value].map(below) };
  if (types.isPromise(value)) return '[promise]';
  if (Array.isArray(value)) return withFlags(value, value.map(below));
  return withFlags(value, { ...(kind !== 'Object' && { '[class]': kind }), ...ownProperties(value, below) });
}

function ownProperties(value, below) {
  const properties = {};
  for (const key of Reflect.ownKeys(value)) {
    // Where Node.js 20 and 22 keep what an AsyncLocalStorage holds: on the resource itself.
    if (key.description === 'kResourceStore') continue;
    const { get, set, value: own } = Object.getOwnPropertyDescriptor(value, key);
    properties[String(key)] = get || set ? '[accessor]' : below(own);
  }
  return properties;
}

/** Whether it is frozen, sealed or not extensible, if it is. */
function withFlags(value, described) {
  const flag = Object.isFrozen(value)
    ? 'frozen'
    : Object.isSealed(value)
      ? 'sealed'
      : Object.isExtensible(value)
        ? ''
        : 'fixed';
  return flag ? { [`[${flag}]`]: described } : described;
}

function className(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null ? 'null' : (prototype.constructor?.name ?? 'unknown');
}

function describeError(error, below) {
  const frames = String(error.stack)
    .split('\n')
    .filter((line) => /^\s+at .*[\\/]same[\\/]tables[\\/]/.test(line))
    .slice(0, FRAMES);
  const properties = ownProperties(error, below);
  delete properties.stack;
  return {
    ...properties,
    error: className(error),
    name: error.name,
    message: String(error.message),
    frames: frames.map(frameName),
  };
}

/**
 * `at Pool.read (/x/same/tables/pg.cjs:12:5)` is `pg.cjs:12`: how V8 calls the receiver, and columns, differ where
 * nothing else does.
 */
function frameName(line) {
  return /[\\/]same[\\/]tables[\\/]([^:]+:\d+)/.exec(line)[1];
}
