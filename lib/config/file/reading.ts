import { SIGNALS, type Signal } from '../../otlp';
import type { BadValue, FileContent, Place, Unsupported } from '../declarative/types';
import type { VariableName } from '../table';
import type { ExporterName } from '../table/signals';
import type { Reading } from './shape';

interface Setting {
  readonly text: string;
  readonly place: Place;
}
interface Part extends Setting {
  readonly priority: number;
}

const WHOLE: Place = { key: '', line: 1, column: 1 };

/** Collects what a file says. */
export class FileReading implements Reading {
  readonly only: Reading['only'] = {};
  private readonly settings = new Map<string, Setting>();
  private readonly presets = new Map<string, Setting>();
  private readonly badValues: BadValue[] = [];
  private readonly unsupported: Unsupported[] = [];
  private readonly exporters = new Map<Signal, Set<ExporterName>>();
  private readonly headers = new Map<Signal, Part[]>();
  private readonly attributes: Part[] = [];

  constructor(readonly environment: Readonly<Record<string, string | undefined>>) {}

  set(variable: VariableName, text: string, place: Place): void {
    const first = this.settings.get(variable);
    if (first === undefined) this.settings.set(variable, { text, place });
    else if (first.text !== text)
      this.refuse(place, `there is one such setting: ${first.place.key} in line ${first.place.line} is used`);
  }

  preset(variable: VariableName, text: string, place: Place): void {
    if (!this.presets.has(variable)) this.presets.set(variable, { text, place });
  }

  refuse(place: Place, reason: string): void {
    this.unsupported.push({ ...place, reason });
  }

  bad(place: Place, expected: string, received: string, variable?: VariableName): void {
    this.badValues.push({ ...place, expected, received, variable });
  }

  exports(signal: Signal, exporter: ExporterName): void {
    this.exporters.set(signal, (this.exporters.get(signal) ?? new Set()).add(exporter));
  }

  addHeaders(signal: Signal, text: string, priority: number, place: Place): void {
    this.headers.set(signal, [...(this.headers.get(signal) ?? []), { text, priority, place }]);
  }

  addAttributes(text: string, priority: number, place: Place): void {
    this.attributes.push({ text, priority, place });
  }

  /** What was set by keys of its own, without what follows from others. */
  explicit(): Record<string, string> {
    return Object.fromEntries([...this.settings].map(([name, { text }]) => [name, text]));
  }

  /** What was read, complete: what the file leaves out is what the schema says, not what a variable defaults to. */
  content(referenced: Iterable<string>): FileContent {
    for (const signal of SIGNALS) {
      const name = signal.toUpperCase() as Uppercase<Signal>;
      this.preset(`OTEL_${name}_EXPORTER`, [...(this.exporters.get(signal) ?? ['none'])].join(','), WHOLE);
      this.join(`OTEL_EXPORTER_OTLP_${name}_HEADERS`, this.headers.get(signal) ?? []);
    }
    this.join('OTEL_RESOURCE_ATTRIBUTES', this.attributes);
    this.preset('OTEL_PROPAGATORS', 'none', WHOLE);
    // `env` stands for the attributes of the file itself.
    this.preset('OTEL_NODE_RESOURCE_DETECTORS', 'env', WHOLE);
    const all = Object.fromEntries([...this.presets, ...this.settings]);
    return {
      texts: Object.fromEntries(Object.entries(all).map(([name, { text }]) => [name, text])),
      places: Object.fromEntries(Object.entries(all).map(([name, { place }]) => [name, place])),
      only: this.only,
      bad: this.badValues,
      unsupported: this.unsupported,
      referenced: [...referenced],
    };
  }

  /** Of the same name, the last wins. */
  private join(variable: VariableName, parts: readonly Part[]): void {
    const sorted = [...parts].filter(({ text }) => text !== '').sort((a, b) => a.priority - b.priority);
    if (sorted.length > 0) this.preset(variable, sorted.map(({ text }) => text).join(','), sorted[0]!.place);
  }
}
