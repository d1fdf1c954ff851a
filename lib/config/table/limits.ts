import type { Entry } from '../entry';
import { entry } from '../entry';
import { int } from '../parsers/scalar';

const DOCS = 'https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/';

const count = (what: string, defaults: { default?: number; defaultText?: string }): Entry<number | undefined> =>
  entry(int(0), {
    group: 'limits',
    docs: DOCS,
    example: '64',
    desc: `How many ${what}. More are dropped and counted.`,
    ...defaults,
  });
const length = (what: string, defaultText: string): Entry<number | undefined> =>
  entry(int(0), {
    group: 'limits',
    docs: DOCS,
    example: '4096',
    desc: `How many characters ${what} may have. Longer ones are cut.`,
    defaultText,
  });

const GENERAL_COUNT = { defaultText: 'OTEL_ATTRIBUTE_COUNT_LIMIT' };

/** Limits of attributes, spans and log records. `config.limits` has them with their fallbacks resolved. */
export const limits = {
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: length('the value of an attribute', 'no limit'),
  OTEL_ATTRIBUTE_COUNT_LIMIT: count('attributes a span or log record may have', { default: 128 }),
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: length(
    'the value of a span’s attribute',
    'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  ),
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: count('attributes a span may have', GENERAL_COUNT),
  OTEL_SPAN_EVENT_COUNT_LIMIT: count('events a span may have', { default: 128 }),
  OTEL_SPAN_LINK_COUNT_LIMIT: count('links a span may have', { default: 128 }),
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: count('attributes an event of a span may have', { default: 128 }),
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: count('attributes a link of a span may have', { default: 128 }),
  OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: length(
    'the value of a log record’s attribute',
    'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  ),
  OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: count('attributes a log record may have', GENERAL_COUNT),
};
