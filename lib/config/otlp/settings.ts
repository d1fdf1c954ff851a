import type { Variables } from '../table';
import type { Signal } from '../types';

export const signalNames = ['traces', 'metrics', 'logs'] as const satisfies readonly Signal[];

/** The variables that exist for all signals and for each of them. */
export const members = [
  'ENDPOINT',
  'PROTOCOL',
  'HEADERS',
  'TIMEOUT',
  'COMPRESSION',
  'CERTIFICATE',
  'CLIENT_CERTIFICATE',
  'CLIENT_KEY',
  'INSECURE',
] as const;
export type Member = (typeof members)[number];
type Value<M extends Member> = Variables[`OTEL_EXPORTER_OTLP_${M}`];

/** The settings of one signal: its own if there is one, else the general one. */
export interface Settings {
  readonly signal: Signal;
  /** The signal's own. */
  own<M extends Member>(member: M): Value<M>;
  either<M extends Member>(member: M): Value<M>;
  /** The name of the variable that `either` reads. */
  nameOf(member: Member): string;
}

/** Looks at the variables as one signal sees them. */
export function createSettings(signal: Signal, values: Variables): Settings {
  const prefix = `OTEL_EXPORTER_OTLP_${signal.toUpperCase() as Uppercase<Signal>}_` as const;
  const own = <M extends Member>(member: M): Value<M> => values[`${prefix}${member}`] as Value<M>;
  return {
    signal,
    own,
    either: (member) => own(member) ?? values[`OTEL_EXPORTER_OTLP_${member}`],
    nameOf: (member) => (own(member) === undefined ? `OTEL_EXPORTER_OTLP_${member}` : prefix + member),
  };
}
