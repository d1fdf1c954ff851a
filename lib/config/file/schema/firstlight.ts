import type { Entry } from '../../entry';
import type { VariableName } from '../../table';
import { mapping, value, type MappingShape } from '../shape';

export type Rows = Readonly<Record<VariableName, Entry<unknown>>>;

/** Variables that no part of the schema stands for, besides those with the prefixes of firstlight. */
const OWN =
  /^(?:FIRSTLIGHT_|LOG_|OTEL_ENABLED$|OTEL_NODE_(?:ENABLED|DISABLED)_INSTRUMENTATIONS$|OTEL_INSTRUMENTATION_GENAI_)/;

/** Whether a variable has a key of its own in the section of firstlight. */
export const isOwn = (name: VariableName, rows: Rows): boolean => OWN.test(name) && !rows[name].hidden;

/** The key of such a variable: FIRSTLIGHT_CAPTURE is `capture`, LOG_LEVEL is `log_level`. */
export const ownKey = (name: VariableName): string => name.replace(/^(?:FIRSTLIGHT|OTEL_NODE|OTEL)_/, '').toLowerCase();

/** The section of firstlight: a key for each variable of its own. */
export const firstlightSection = (rows: Rows): MappingShape =>
  mapping(
    Object.fromEntries(
      (Object.keys(rows) as VariableName[])
        .filter((name) => isOwn(name, rows))
        .map((name) => [ownKey(name), value('any', { variable: name, secret: rows[name].secret })]),
    ),
  );
