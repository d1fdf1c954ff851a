import type TransportStream = require('winston-transport');
import type { Output } from './output';
import { registerSink } from './sink';
import { streamOf } from './stream-of';
import { ADMITTED, LEVEL, MESSAGE, WRITTEN } from '../line/symbols';
import type { Info } from '../types';

/** A winston transport that writes each line's text to `output`, on the stream that the line asked for. */
export function createOutputTransport(output: Output): TransportStream {
  const { Transport } = require('winston') as { Transport: new (options: object) => TransportStream };
  const transport = acceptAll(
    new Transport({
      log(info: Info, callback: () => void) {
        output.write(streamOf(info), String(info[MESSAGE]), info[LEVEL] as string | undefined);
        if (WRITTEN in info) info[WRITTEN] = true;
        callback();
      },
    }),
  );
  registerSink(transport, { needsRecord: false, write: (text, level, stream) => output.write(stream, text, level) });
  return transport;
}

/** What `acceptAll` needs of a transport besides its public side. */
type Writable = TransportStream & {
  parent?: { level: string } | null;
  levels?: Record<string, number>;
  _write(info: Info, encoding: string, callback: () => void): void;
  _accept(write: { chunk: Info }): boolean;
};

/**
 * Winston keeps a line with a field `exception: true` from every transport that doesn't handle exceptions, silently.
 * The field may well be the app's: this transport decides by level alone, as it does for all other lines.
 */
export function acceptAll<T extends TransportStream>(transport: T): T {
  const writable = transport as unknown as Writable;
  writable._accept = ({ chunk }) => {
    if (transport.silent) return false;
    if (chunk[ADMITTED] === true) return true;
    const threshold = transport.level ?? writable.parent?.level;
    const { levels } = writable;
    return !threshold || !levels || levels[threshold]! >= levels[chunk[LEVEL] as string]!;
  };
  writable._write = (info, _encoding, callback) => {
    if (writable._accept({ chunk: info })) writable.log!(info, callback);
    else callback();
  };
  return transport;
}
