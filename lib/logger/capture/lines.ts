import { attempt } from '../../attempt';
import type { LineFormat } from '../line/format';
import type { JsonLines } from '../line/json-line';
import { copyWithout, hideInJson, hideInText, isSecretValue, REDACTED, type Redaction } from '../../redaction';
import type { Sink } from '../output/sink';
import { streamOf } from '../output/stream-of';
import { IDS, STREAM } from '../line/symbols';
import type { Ids, Info, StreamName } from '../types';
import { addToText } from './json-text';
import { passTo, standardStream } from '../output/raw-writes';
import { running } from './passing';
import { isLineOf } from './sink-text';
import { infoOfText, parseObject, type Said } from '../line/written-info';

export interface CapturedLinesOptions {
  /** Says which request and span the running code belongs to. */
  readonly ids: () => Ids;
  readonly format: LineFormat;
  /** Writes the IDs under the names of the schema. */
  readonly json: JsonLines;
  /** What is hidden in lines of others, too. */
  readonly redaction: Redaction;
  /** Whether text becomes JSON; with `LOG_FORMAT=console` people read it, and it stays. */
  readonly isJson: boolean;
}

/**
 * The lines of loggers that are not firstlight's: distinguished from text, given their IDs, sent over OTLP. None of it
 * throws.
 */
export class CapturedLines {
  #sink: Sink | undefined;
  #stamped: string | undefined;

  constructor(private readonly options: CapturedLinesOptions) {}

  /** From here on lines are sent over OTLP as well. */
  connect(sink: Sink | undefined): void {
    this.#sink = sink;
  }

  /** Whether `send` does anything: what it needs may be expensive. */
  get isConnected(): boolean {
    return this.#sink !== undefined;
  }

  /** Whether text becomes JSON. */
  get isJson(): boolean {
    return this.options.isJson;
  }

  /** The request and trace of the running code. */
  ids(): Ids {
    try {
      return this.options.ids();
    } catch {
      return {};
    }
  }

  /**
   * A line that is a JSON object, with the IDs that it lacks and without secrets; its other bytes stay. @param parsed
   * The object, if the caller has it.
   */
  stamp(text: string, ids: Ids = this.ids(), parsed?: object): string {
    const stamped = addToText(hideInJson(text, this.options.redaction), this.options.json.idFields(ids), parsed);
    this.#stamped = stamped;
    return stamped;
  }

  /** Gives a message object the IDs that it lacks. */
  stampObject(target: object, ids: Ids): void {
    for (const [name, value] of this.options.json.idFields(ids))
      if (!(name in target)) (target as Record<string, unknown>)[name] = JSON.parse(value);
  }

  /**
   * Hides secrets in a message object that was made for this line; what the app's own objects in it have to hide is
   * hidden in copies.
   */
  hideInObject(target: object): void {
    const { redaction } = this.options;
    for (const [name, value] of Object.entries(target)) {
      const isHidden = (redaction.hidesKey(name) || redaction.hidesPath([name])) && isSecretValue(value, name);
      const shown = isHidden ? REDACTED : copyWithout(value, redaction);
      if (shown !== value) (target as Record<string, unknown>)[name] = shown;
    }
  }

  /** Whether this text came out of `stamp` last: then it is known, on any way to a stream. */
  isStamped(text: string): boolean {
    return text === this.#stamped || text === `${this.#stamped}\n`;
  }

  /**
   * What a logger wants to put on a standard stream, as JSON: its own with IDs, or if it is text the line that `info`
   * is made of.
   */
  shape(text: string, stream: StreamName, info: () => Info): string {
    const parsed = parseObject(text);
    if (parsed !== undefined) return this.stamp(text, undefined, parsed);
    if (!this.options.isJson) return hideInText(text, this.options.redaction);
    const line = this.options.format.line({ ...info(), [STREAM]: stream }).text;
    this.#stamped = line;
    return line;
  }

  /**
   * Runs the sinks of a logger for one line. What they print to the console is that line, at the logger's level, as
   * they have made it: one of the app's own that ends in `console.log` gives one line and one record. What has nothing
   * of the line is a line of the app's.
   *
   * @param said Asked for when something is printed.
   * @param send Sends the line's record if nothing was printed.
   */
  during<T>(said: () => Said, work: () => T, send: () => void): T {
    let isPrinted = false;
    const print = (text: string, name: StreamName): boolean =>
      attempt(() => {
        const stream = standardStream(name);
        if (stream === undefined) return false;
        const call = said();
        if (!isLineOf(text, call)) return false;
        const info = { ...infoOfText(text, call), [STREAM]: name };
        if (!passTo(stream, `${this.shape(text, name, () => info)}\n`)) return false;
        isPrinted = true;
        this.send(info);
        return true;
      }, false);
    try {
      return running({ print }, work);
    } finally {
      if (!isPrinted && this.isConnected) attempt(send, undefined);
    }
  }

  /** Writes a line of a logger, as JSON, in the place of what the logger writes. False: it could not be. */
  write(info: Info): boolean {
    return attempt(() => {
      const stream = standardStream(streamOf(info));
      return stream !== undefined && passTo(stream, `${this.options.format.line(info).text}\n`);
    }, false);
  }

  /** Sends a line that a logger has finished, as it has left it. */
  sendText(text: string, said: Said): void {
    if (this.isConnected) this.send(infoOfText(text, said));
  }

  /** Sends a line over OTLP; it stands on a stream already, or in a file. */
  send(info: Info): void {
    const sink = this.#sink;
    if (sink === undefined) return;
    const record = this.options.format.record(withoutIds(info, this.ids()));
    sink.write('', record.level, record.stream, STREAM in info ? record : { ...record, isElsewhere: true });
  }
}

/** Log records have places of their own for IDs: those in the fields that say the same are left out. */
function withoutIds(info: Info, ids: Ids): Info {
  const copy = { ...info };
  for (const [name, value] of Object.entries({ ...ids, ...(info[IDS] as Ids | undefined) }))
    if (value !== undefined && copy[name] === value) delete copy[name];
  return copy;
}
