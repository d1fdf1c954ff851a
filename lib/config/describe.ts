import { isGiven } from './declarative/source';
import type { Group } from './entry';
import { members } from './otlp/settings';
import { redact } from '../redaction';
import type { VariableName } from './table';
import { rows, variableNames } from './table';
import type { Config } from './types';

/** One variable, as `firstlight config` prints it. Secrets are redacted. */
export interface Description {
  readonly variable: string;
  /** What is in effect; empty if nothing is. */
  readonly value: string;
  /** `environment`, `default`, a place in a file, or the variable or file that the value was taken from. */
  readonly source: string;
  readonly default: string;
  readonly description: string;
  readonly example: string;
  readonly group: Group;
  /** Where the variable is specified; absent for firstlight's own. */
  readonly docs?: string;
}

/** The table with the values of one configuration, in the order of the table. */
export function describe(config: Config): Description[] {
  const derived = describeDerived(config);
  return variableNames
    .filter((name) => !rows[name].hidden)
    .map((variable) => {
      const row = rows[variable];
      const raw = config[variable];
      const [value, source] = (raw === undefined && derived[variable]) || [
        raw === undefined ? '' : redact(row.format(raw), row.secret),
        config.sources[variable]!,
      ];
      return {
        variable,
        value,
        source,
        default: describeDefault(variable),
        description: row.desc,
        example: row.example,
        group: row.group,
        docs: row.docs,
      };
    });
}

/** The default as people read it. */
export function describeDefault(variable: VariableName): string {
  const row = rows[variable];
  if (row.defaultText !== undefined) return row.defaultText;
  return row.default === undefined ? '' : row.format(row.default) || 'none';
}

type Derived = Partial<Record<string, [value: string, source: string]>>;

/** Variables that are unset and yet have a value, because it follows from something else. */
function describeDerived(config: Config): Derived {
  const derived: Derived = { OTEL_SERVICE_NAME: [config.service.name, config.service.source] };
  const inherit = (variable: string, general: VariableName): void => {
    const value = config[general];
    if (value !== undefined)
      derived[variable] = [
        redact(rows[general].format(value), rows[general].secret),
        isGiven(config.sources[general]) ? general : 'default',
      ];
  };
  for (const [signal, target] of Object.entries(config.otlp)) {
    const prefix = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_`;
    derived[`${prefix}PROTOCOL`] = [target.protocol, target.endpointSource];
    derived[`${prefix}TIMEOUT`] = [String(target.timeoutMs), 'default'];
    derived[`${prefix}COMPRESSION`] = [target.compression, 'default'];
    for (const member of members) inherit(prefix + member, `OTEL_EXPORTER_OTLP_${member}`);
    // The resulting URL says more than the one it was made from, and its scheme decides first whether there is TLS.
    derived[`${prefix}ENDPOINT`] = [redact(target.url), target.endpointSource];
    if (derived[`${prefix}INSECURE`]?.[0] !== String(target.insecure))
      derived[`${prefix}INSECURE`] = [String(target.insecure), target.endpointSource];
  }
  for (const signal of ['SPAN', 'LOGRECORD'] as const) {
    inherit(`OTEL_${signal}_ATTRIBUTE_COUNT_LIMIT`, 'OTEL_ATTRIBUTE_COUNT_LIMIT');
    inherit(`OTEL_${signal}_ATTRIBUTE_VALUE_LENGTH_LIMIT`, 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT');
  }
  return derived;
}
