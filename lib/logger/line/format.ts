import { now } from './clock';
import { consoleLine } from './console-line';
import { createJsonLines } from './json-line';
import { createKeys } from './keys';
import { shorten } from './line-limit';
import { describeThrown } from './placeholders';
import { writeFast, type FastLine, type FastPathOptions } from './fast-path';
import { MAX_LINE_BYTES } from './serialize';
import { createRecord, RESERVED, type RecordOptions } from './record';
import { createRedaction } from '../../redaction';
import { namesOf, schemas, type SchemaName } from './schema';
import { streamOf } from '../output/stream-of';
import { MESSAGE, RECORD } from './symbols';
import type { Ids, Info, LineRecord, StreamName } from '../types';
import { withoutColours } from './written-info';

export interface FormatOptions {
  readonly format: 'json' | 'console';
  /** Says which request and span the running code belongs to. */
  readonly ids: () => Ids;
  /** Fields of every line, such as `service.name`. */
  readonly defaultFields?: Readonly<Record<string, string>>;
  /** Whether the console format paints a stream's lines. Default: no. */
  readonly colour?: Readonly<Record<StreamName, boolean>>;
  /** Whose names the fields of a JSON line have. Default: `otel`. */
  readonly schema?: SchemaName;
  /** More of what is hidden, besides well-known names of secrets: see `createRedaction`. */
  readonly redact?: readonly string[];
  /** Longer lines are cut. Default: 64 KiB. */
  readonly maxLineBytes?: number;
}

/** A winston format, structurally: logform's own types want a class of its package. */
export interface LineFormat {
  readonly options: object;
  transform(info: Info): Info;
  /** What a line says, without its text. Never throws. */
  record(info: Info): LineRecord;
  /** What `transform` would leave on `info`. Never throws. */
  line(info: Info): { readonly text: string; readonly record: LineRecord };
  /** The line of a call with nothing special about it; undefined if `line` has to make it. Never throws. */
  quick(level: string, message: unknown, meta: unknown, needsRecord: boolean): FastLine | undefined;
}

/** The texts that records have been made into: a format of the app's may have come after ours. */
const texts = new WeakMap<LineRecord, string>();

/** Whether a text is what has been made of a record. */
export function isTextOf(record: LineRecord, text: unknown): boolean {
  return texts.get(record) === text;
}

/**
 * The one format of firstlight's logger: makes the line's record and its text in one pass and leaves them under
 * `info[RECORD]` and `info[MESSAGE]`; the app's `info` is otherwise untouched. Never throws.
 */
export function createFormat(options: FormatOptions): LineFormat {
  const schema = schemas[options.schema ?? 'otel'];
  const taken = new Set([...RESERVED, ...namesOf(schema), ...Object.keys(options.defaultFields ?? {})]);
  const json = createJsonLines(schema, options.defaultFields);
  const isJson = options.format === 'json';
  const redaction = createRedaction(options.redact);
  const maxBytes = options.maxLineBytes ?? MAX_LINE_BYTES;
  const key = createKeys(taken, redaction, schema.objects?.keys());
  const recordOptions: RecordOptions = { ids: options.ids, taken, redaction, room: maxBytes };
  const quickOptions: FastPathOptions = { ids: options.ids, key, redaction, json, maxLength: maxBytes / 4 };
  let lastTime: number | undefined;
  const line: LineFormat['line'] = (info) => {
    const made = isJson ? withoutPaint(recordOf(info, recordOptions)) : recordOf(info, recordOptions);
    const render = (each: LineRecord): string =>
      isJson ? json.line(each) : consoleLine(each, options.colour?.[each.stream] ?? false, lastTime);
    let record = made;
    let text = render(made);
    // A UTF-16 unit has three bytes at most.
    if (text.length * 3 > maxBytes) {
      const bytes = Buffer.byteLength(text);
      if (bytes > maxBytes)
        text = render((record = shorten(made, bytes, maxBytes, (each) => Buffer.byteLength(render(each)))));
    }
    lastTime = record.time;
    return { record, text };
  };
  return {
    options: {},
    record: (info) => recordOf(info, recordOptions),
    line,
    quick(level, message, meta, needsRecord) {
      if (!isJson) return undefined;
      try {
        return writeFast(level, message, meta, needsRecord, quickOptions);
      } catch {
        // The slow path reports what threw.
        return undefined;
      }
    },
    transform(info) {
      const { record, text } = line(info);
      const marked = Object.isExtensible(info) ? info : { ...info };
      marked[RECORD] = record;
      texts.set(record, text);
      marked[MESSAGE] = text;
      return marked;
    },
  };
}

/** Colours are for people at a terminal. */
function withoutPaint(record: LineRecord): LineRecord {
  const message = withoutColours(record.message);
  return message === record.message ? record : { ...record, message };
}

/** Nothing is known to throw in there; a stack that is nearly full could. */
function recordOf(info: Info, options: RecordOptions): LineRecord {
  try {
    return createRecord(info, options);
  } catch (thrown) {
    return {
      time: now(),
      level: typeof info.level === 'string' ? info.level : 'info',
      message: describeThrown(thrown),
      ids: {},
      fields: {},
      stream: streamOf(info),
      isLocal: false,
    };
  }
}
