import { redact, REDACTED } from '../../redaction';
import { nearest } from '../nearest';
import type { Place } from '../declarative/types';
import type { OpenDocument, Value } from './document';
import { shapeOf, type ListShape, type MappingShape, type Reading, type Shape, type ValueShape } from './shape';

/** Deeper than any configuration; a document may contain itself. */
const DEEPEST = 64;
const LONGEST = 60;

/** Reads a value by its shape: values go to their variables, and what cannot be used is named. */
export function walk(shape: Shape, found: Value, place: Place, document: OpenDocument, reading: Reading): unknown {
  return new Walk(document, reading).read(shape, found, place, false);
}

class Walk {
  private depth = 0;

  constructor(
    private readonly document: OpenDocument,
    private readonly reading: Reading,
  ) {}

  read(named: Shape, found: Value, place: Place, secret: boolean): unknown {
    const shape = shapeOf(named);
    if (shape.kind === 'ignored') return undefined;
    if (shape.kind === 'refused') {
      if (found !== undefined && !shape.except?.includes(this.document.plain(found)))
        this.reading.refuse(place, shape.reason);
      return undefined;
    }
    const hidden = secret || Boolean(shape.secret);
    if (this.depth >= DEEPEST) return this.bad(place, 'less depth', found, hidden);
    this.depth++;
    try {
      if (shape.kind === 'value') return this.value(shape, found, place, hidden);
      const read =
        shape.kind === 'list' ? this.list(shape, found, place, hidden) : this.mapping(shape, found, place, hidden);
      if (read !== undefined) shape.take?.(read, place, this.reading);
      return read;
    } finally {
      this.depth--;
    }
  }

  private value(shape: ValueShape, found: Value, place: Place, hidden: boolean): unknown {
    if (found === undefined) return undefined;
    const at = { ...place, ...this.document.positionOf(found) };
    const plain = this.document.plain(found);
    const text = this.document.textOf(found);
    if (shape.type === 'attribute') return { value: plain, text };
    const written = shape.type === 'any' ? asVariable(plain, text) : text;
    const fault = written === undefined ? 'a text or number' : faultOf(shape, plain, written);
    if (written === undefined || fault !== undefined)
      return this.bad(at, fault ?? 'a text or number', found, hidden, shape);
    const result = shape.type === 'string' ? written : plain;
    if (written === '') return undefined;
    if (shape.variable !== undefined)
      this.reading.set(shape.variable, shape.text?.(written) ?? canonical(plain, written), at);
    shape.take?.(result, at, this.reading);
    return result;
  }

  private list(shape: ListShape, found: Value, place: Place, hidden: boolean): unknown {
    if (found === undefined) return undefined;
    const items = this.document.items(found);
    if (!items) return this.bad(this.at(place, found), 'a list', found, hidden);
    const entries = items.map((item, index) => ({
      item,
      plain: shape.order || shape.leaveOut ? this.document.plain(item) : undefined,
      place: { ...place, key: `${place.key}[${index}]`, ...this.document.positionOf(item) },
    }));
    if (shape.order) entries.sort((a, b) => shape.order!(a.plain) - shape.order!(b.plain));
    const earlier: unknown[] = [];
    return entries.flatMap(({ item, plain, place: at }) => {
      const reason = shape.leaveOut?.(plain, earlier);
      if (reason !== undefined) {
        this.reading.refuse(at, reason);
        return [];
      }
      earlier.push(plain);
      const read = this.read(shape.items, item, at, hidden);
      return read === undefined ? [] : [read];
    });
  }

  private mapping(shape: MappingShape, found: Value, place: Place, hidden: boolean): unknown {
    const entries = found === undefined ? [] : this.document.entries(found);
    if (!entries) return this.bad(this.at(place, found), 'a mapping', found, hidden);
    const known = Object.keys(shape.properties);
    if (shape.one !== undefined && entries.length !== 1) {
      this.reading.bad(
        place,
        `one of ${known.join(', ')} as ${shape.one}`,
        entries.map(({ name }) => name).join(', ') || 'none',
      );
      if (entries.length === 0) return undefined;
    }
    shape.enter?.(place, this.reading);
    const read: Record<string, unknown> = {};
    for (const { name, position, value } of shape.one === undefined ? entries : entries.slice(0, 1)) {
      const at: Place = { key: place.key === '' ? name : `${place.key}.${name}`, ...position };
      const property = propertyOf(known, name);
      const inner = property === undefined ? undefined : shapeOf(shape.properties[property]!);
      // One of several is chosen by its name alone.
      if (inner?.kind === 'refused' && shape.one !== undefined) this.reading.refuse(at, inner.reason);
      else if (property !== undefined) read[property] = this.read(inner!, value, at, hidden);
      else if (shape.others !== 'ignored') this.reading.refuse(at, unknownReason(shape, name, known));
    }
    for (const name of shape.required ?? [])
      if (!entries.some((entry) => propertyOf(known, entry.name) === name))
        this.reading.bad(this.at(place, found), `the key ${name}`, 'none');
    return read;
  }

  /** The place of the value itself, where there is one. */
  private at(place: Place, found: Value): Place {
    return { ...place, ...this.document.positionOf(found) };
  }

  private bad(at: Place, expected: string, found: Value, hidden: boolean, shape?: ValueShape): undefined {
    this.reading.bad(at, expected, hidden ? REDACTED : shown(this.document, found), shape?.variable);
    return undefined;
  }
}

/** The key of the schema; properties lose `/development` when they become stable. */
const propertyOf = (known: readonly string[], name: string): string | undefined =>
  [name, name.replace(/\/development$/, ''), `${name}/development`].find((each) => known.includes(each));

function unknownReason(shape: MappingShape, name: string, known: readonly string[]): string {
  const near = nearest(name, known, (candidate) => Math.max(1, Math.floor(candidate.length / 3)));
  const hint = near === undefined ? '' : `, did you mean ${near}?`;
  return shape.others === 'refused' ? `firstlight has no such ${shape.one ?? 'key'}${hint}` : `no such key${hint}`;
}

function faultOf({ type, words, least, most }: ValueShape, plain: unknown, text: string): string | undefined {
  if (type === 'boolean' && typeof plain !== 'boolean') return 'true or false';
  if (type === 'integer' || type === 'number') {
    const range = least === undefined ? '' : most === undefined ? ` of ${least} or more` : ` from ${least} to ${most}`;
    const isFit =
      typeof plain === 'number' &&
      (type === 'number' ? !Number.isNaN(plain) : Number.isInteger(plain)) &&
      plain >= (least ?? -Infinity) &&
      plain <= (most ?? Infinity);
    return isFit ? undefined : `${type === 'number' ? 'a number' : 'an integer'}${range}`;
  }
  return words === undefined || text === '' || words.includes(text) ? undefined : `one of ${words.join(', ')}`;
}

/** Numbers as a variable has them: `0x10` is 16. */
const canonical = (plain: unknown, text: string): string =>
  typeof plain === 'number' || typeof plain === 'boolean' ? String(plain) : text;

/** A list with commas, a mapping with equals signs; undefined for what is neither and no scalar. */
function asVariable(plain: unknown, text: string | undefined): string | undefined {
  const isScalar = (each: unknown): boolean => typeof each !== 'object' || each === null;
  if (text !== undefined) return canonical(plain, text);
  if (Array.isArray(plain)) return plain.every(isScalar) ? plain.join(',') : undefined;
  const entries = Object.entries(plain as object);
  return entries.every(([, each]) => isScalar(each))
    ? entries.map(([name, each]) => `${name}=${String(each)}`).join(',')
    : undefined;
}

function shown(document: OpenDocument, found: Value): string {
  if (found === undefined) return 'none';
  const text = document.textOf(found);
  if (text === undefined) return document.items(found) ? 'a list' : 'a mapping';
  const plain = redact(text);
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}
