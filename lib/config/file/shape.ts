import type { Signal } from '../../otlp';
import type { FileOnlySettings, Place } from '../declarative/types';
import type { VariableName } from '../table';
import type { ExporterName } from '../table/signals';

/** What is collected while a file is read. */
export interface Reading {
  /** Settings that are no variable's. */
  readonly only: { -readonly [K in keyof FileOnlySettings]: FileOnlySettings[K] };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A variable gets its value. If it has another one already, that stays, and this one is named. */
  set(variable: VariableName, text: string, place: Place): void;
  /** The same for what was not written: another value wins in silence. */
  preset(variable: VariableName, text: string, place: Place): void;
  /** Names what has no effect. */
  refuse(place: Place, reason: string): void;
  /** Names a value that cannot be used. */
  bad(place: Place, expected: string, received: string, variable?: VariableName): void;
  /** A signal goes there, too. */
  exports(signal: Signal, exporter: ExporterName): void;
  /** Headers as text of OTEL_EXPORTER_OTLP_HEADERS; those of a higher priority win. */
  addHeaders(signal: Signal, text: string, priority: number, place: Place): void;
  /** Attributes as text of OTEL_RESOURCE_ATTRIBUTES; those of a higher priority win. */
  addAttributes(text: string, priority: number, place: Place): void;
}

/** Does something with what was read. `undefined` members were not there, or could not be used. */
export type Take<T = any> = (value: T, place: Place, reading: Reading) => void;

interface Common {
  /** Nothing of it is ever shown. */
  readonly secret?: boolean;
  /** Called with what was read. */
  readonly take?: Take;
}

/** A text, number or truth value. */
export interface ValueShape extends Common {
  readonly kind: 'value';
  /** `any`: a scalar, or a list or mapping of them, in the form of a variable. `attribute`: {value, text}. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'any' | 'attribute';
  readonly words?: readonly string[];
  readonly least?: number;
  readonly most?: number;
  /** The variable that has this value. */
  readonly variable?: VariableName;
  /** How the variable writes it. Default: as it is. */
  readonly text?: (value: string) => string;
}

export interface MappingShape extends Common {
  readonly kind: 'mapping';
  readonly properties: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Has exactly one of the keys: what they are, for messages. */
  readonly one?: string;
  /** Other keys are someone else's, or plugins that are named. Default: there are none. */
  readonly others?: 'ignored' | 'refused';
  /** Called before the keys are read. */
  readonly enter?: (place: Place, reading: Reading) => void;
}

export interface ListShape extends Common {
  readonly kind: 'list';
  readonly items: Shape;
  /** Items of the lowest order are read first. */
  readonly order?: (item: unknown) => number;
  /** Why an item is left out; undefined if it is not. */
  readonly leaveOut?: (item: unknown, earlier: readonly unknown[]) => string | undefined;
}

/** A part of the schema that has no effect here. */
export interface RefusedShape {
  readonly kind: 'refused';
  readonly reason: string;
  /** Values that ask for what is so anyhow. */
  readonly except?: readonly unknown[];
}

/** A part of the schema that is for others. */
export interface IgnoredShape {
  readonly kind: 'ignored';
  readonly reason: string;
}

/** A part that occurs more than once, or within itself. */
export interface NamedShape {
  readonly kind: 'named';
  readonly name: string;
  readonly get: () => Shape;
}

export type Shape = ValueShape | MappingShape | ListShape | RefusedShape | IgnoredShape | NamedShape;

export const value = (type: ValueShape['type'], facts: Omit<ValueShape, 'kind' | 'type'> = {}): ValueShape => ({
  kind: 'value',
  type,
  ...facts,
});
export const mapping = (
  properties: MappingShape['properties'],
  facts: Omit<MappingShape, 'kind' | 'properties'> = {},
): MappingShape => ({ kind: 'mapping', properties, ...facts });
export const list = (items: Shape, facts: Omit<ListShape, 'kind' | 'items'> = {}): ListShape => ({
  kind: 'list',
  items,
  ...facts,
});
export const refused = (reason: string, except?: readonly unknown[]): RefusedShape => ({
  kind: 'refused',
  reason,
  except,
});
export const ignored = (reason: string): IgnoredShape => ({ kind: 'ignored', reason });
export const named = (name: string, get: () => Shape): NamedShape => ({ kind: 'named', name, get });

/** The shape behind names. */
export function shapeOf(shape: Shape): Exclude<Shape, NamedShape> {
  let found = shape;
  while (found.kind === 'named') found = found.get();
  return found;
}
