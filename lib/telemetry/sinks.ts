import type { Config, Signal } from '../config';
import { formatOf, type ExporterClient } from '../export';
import { createEncoders, type Encoders } from './encoding';
import type { RuntimeControl } from './run-time';

/** Where the items of a signal go. */
export interface Sink {
  readonly encode: Encoders;
  readonly send: (bytes: Uint8Array, items: number, isMinor?: boolean) => void;
  readonly isPrinted: boolean;
  /** Whether items go one by one, as they end: the thread may be terminated. */
  readonly isEager: boolean;
}

/** Where one signal goes: the exporter thread, the console, both, or none. */
export function createSinks(
  config: Config,
  signal: Signal,
  exporter: ExporterClient,
  print: (line: string) => void,
  control?: RuntimeControl,
): Sink[] {
  const encodersOf = (format: 'protobuf' | 'json', name: 'otlp' | 'console'): Encoders => {
    const encoders = createEncoders(format);
    return control?.encoders(encoders, signal, name) ?? encoders;
  };
  return config.otlp[signal].exporters.flatMap((name): Sink[] => {
    if (name === 'console')
      return [
        {
          encode: encodersOf('json', 'console'),
          send: (bytes) => print(Buffer.from(bytes).toString()),
          isPrinted: true,
          isEager: false,
        },
      ];
    const protocol = name === 'otlp' && exporter.protocolOf(signal);
    if (!protocol) return [];
    return [
      {
        encode: encodersOf(formatOf(protocol), 'otlp'),
        send: (bytes, items, isMinor) => exporter.send(signal, bytes, items, isMinor),
        isPrinted: false,
        isEager: exporter.isShared,
      },
    ];
  });
}
