import { isForeign } from './foreign';
import { nearest } from './nearest';
import type { VariableName } from './table';
import { rows, variableNames } from './table';
import type { Suggestion } from './types';
import { unsupported } from './unsupported';

const OURS = 'FIRSTLIGHT_';

/**
 * Names that others read or once read for what a variable of ours does, too far from it to be found by their letters.
 */
export const renamed: Readonly<Record<string, VariableName>> = {
  OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT: 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
  OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT: 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
  OTEL_EXPORTER_OTLP_SPAN_INSECURE: 'OTEL_EXPORTER_OTLP_TRACES_INSECURE',
  OTEL_EXPORTER_OTLP_METRIC_INSECURE: 'OTEL_EXPORTER_OTLP_METRICS_INSECURE',
  OTEL_HEADERS: 'OTEL_EXPORTER_OTLP_HEADERS',
  OTEL_SERVICE_VERSION: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_SERVICE_NAMESPACE: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_SERVICE_INSTANCE_ID: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_SERVICE_ENVIRONMENT: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_DEPLOYMENT_ENVIRONMENT: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_ENVIRONMENT: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_TRACES_SAMPLING_RATE: 'OTEL_TRACES_SAMPLER_ARG',
  OTEL_TRACES_SAMPLE_RATE: 'OTEL_TRACES_SAMPLER_ARG',
  OTEL_TRACES_SAMPLER_RATIO: 'OTEL_TRACES_SAMPLER_ARG',
  OTEL_SAMPLING_RATE: 'OTEL_TRACES_SAMPLER_ARG',
  OTEL_SAMPLING_RATIO: 'OTEL_TRACES_SAMPLER_ARG',
  OTEL_SAMPLE_RATE: 'OTEL_TRACES_SAMPLER_ARG',
  FIRSTLIGHT_LOG_LEVEL: 'LOG_LEVEL',
};

/** Values of such variables that ask for what is so anyhow. */
const WITHOUT_EFFECT: Readonly<Record<string, RegExp>> = {
  OTEL_METRICS_EXEMPLAR_FILTER: /^always_off$/,
};

const candidates = (): string[] => variableNames.filter((name) => !rows[name].hidden);

/**
 * What the variables may have meant that carry one of our prefixes and that no one reads. `OTEL_` and `FIRSTLIGHT_`
 * names may be off by a fifth of their length, `LOG_` names, which any app may own, by one or two letters.
 */
export function suggest(env: Readonly<Record<string, string>>): Suggestion[] {
  const found: Suggestion[] = [];
  for (const variable of Object.keys(env)) {
    // Any app may use the prefix LOG_, and in lower case it is not ours.
    const name = variable.startsWith('log_') ? variable : variable.toUpperCase();
    if (!/^(OTEL|FIRSTLIGHT|LOG)_/.test(name) || Object.hasOwn(rows, variable)) continue;
    if (Object.hasOwn(unsupported, name)) {
      if (!WITHOUT_EFFECT[name]?.test(env[variable]!)) found.push({ variable, reason: unsupported[name] });
      continue;
    }
    if (isForeign(name)) continue;
    // Windows ignores the case of names, and so would have read this one.
    if (process.platform === 'win32' && Object.hasOwn(rows, name)) continue;
    const didYouMean =
      renamed[name] ??
      (name.startsWith('LOG_')
        ? nearest(
            name,
            candidates().filter((candidate) => candidate.startsWith('LOG_')),
            () => 2,
          )
        : (nearest(name, candidates(), (candidate) => Math.max(2, Math.floor(candidate.length / 5))) ??
          sameWords(name)));
    if (didYouMean !== undefined) found.push({ variable, didYouMean });
    else if (name.startsWith(OURS)) found.push({ variable });
  }
  return found;
}

/**
 * For names with words left out, in another order or behind the wrong prefix, such as OTEL_OTLP_ENDPOINT, OTEL_HEADERS
 * or FIRSTLIGHT_LOG_LEVEL: the shortest that has all of their words. A single word has to be the last.
 */
function sameWords(name: string): string | undefined {
  const words = name.split('_').slice(1);
  return candidates()
    .map((candidate) => ({ candidate, has: candidate.split('_') }))
    .filter(({ has }) => (words.length === 1 ? has.at(-1) === words[0] : words.every((word) => has.includes(word))))
    .sort((a, b) => a.candidate.length - b.candidate.length)[0]?.candidate;
}
