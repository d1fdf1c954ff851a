import type { Variables } from './table';
import type { Limits } from './types';

/** The limits of spans and log records, each with the fallback that the specification gives it. */
export function resolveLimits(values: Variables): Limits {
  const length = values.OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT ?? Infinity;
  const count = values.OTEL_ATTRIBUTE_COUNT_LIMIT ?? 128;
  return {
    span: {
      attributeValueLengthLimit: values.OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT ?? length,
      attributeCountLimit: values.OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT ?? count,
      eventCountLimit: values.OTEL_SPAN_EVENT_COUNT_LIMIT ?? 128,
      linkCountLimit: values.OTEL_SPAN_LINK_COUNT_LIMIT ?? 128,
      attributePerEventCountLimit: values.OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT ?? 128,
      attributePerLinkCountLimit: values.OTEL_LINK_ATTRIBUTE_COUNT_LIMIT ?? 128,
    },
    logRecord: {
      attributeValueLengthLimit: values.OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT ?? length,
      attributeCountLimit: values.OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT ?? count,
    },
  };
}
