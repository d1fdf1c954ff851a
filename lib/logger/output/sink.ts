import type TransportStream = require('winston-transport');
import { LEVEL } from '../line/symbols';
import type { LineRecord, StreamName } from '../types';

/** Where finished lines go, without winston's streams on the way. Never throws. */
export interface Sink {
  /** Whether `write` needs the line's record, which costs more than its text. */
  readonly needsRecord: boolean;
  write(text: string, level: string, stream: StreamName, record: LineRecord | undefined): void;
}

/** What decides in winston-transport whether a line is for a transport. */
type Accepting = TransportStream & { _accept(write: { chunk: object }): boolean };

const sinks = new WeakMap<object, { readonly sink: Sink; readonly log: unknown }>();

/** Says that lines may go to `sink` in the place of `transport.log`, as that is now. */
export function registerSink(transport: TransportStream, sink: Sink): void {
  sinks.set(transport, { sink, log: transport.log });
}

/** The sink of a transport of firstlight's that no one has changed. */
export function sinkOf(transport: TransportStream): Sink | undefined {
  const known = sinks.get(transport);
  return known !== undefined && transport.log === known.log ? known.sink : undefined;
}

/** Whether a transport takes lines of this level. */
export function accepts(transport: TransportStream, level: string): boolean {
  return (transport as Accepting)._accept({ chunk: { [LEVEL]: level } });
}
