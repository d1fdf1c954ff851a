import type { AnyValue } from '@opentelemetry/api-logs';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { encodableScope, isEncodableScope } from './scopes';
import {
  areEncodable,
  asOptionalText,
  encodable,
  encodableValues,
  firstTime,
  isOneOf,
  isOptionalText,
  isTime,
  type Scrutiny,
} from './values';

/** SeverityNumber FATAL4. */
const LAST_SEVERITY = 24;

/** A log record as it is, or one that can be encoded, in its place. */
export function encodableLog(record: ReadableLogRecord, scrutiny: Scrutiny): ReadableLogRecord {
  return isEncodableLog(record, scrutiny) ? record : replace(record, scrutiny);
}

function isEncodableLog(record: ReadableLogRecord, scrutiny: Scrutiny): boolean {
  const { severityNumber } = record;
  return (
    isOptionalText(record.severityText) &&
    isOptionalText(record.eventName) &&
    (severityNumber === undefined || isOneOf(severityNumber, LAST_SEVERITY)) &&
    isTime(record.hrTime) &&
    isTime(record.hrTimeObserved) &&
    isEncodableScope(record.instrumentationScope, scrutiny) &&
    areEncodable(record.body, scrutiny) &&
    areEncodable(record.attributes, scrutiny)
  );
}

function replace(record: ReadableLogRecord, scrutiny: Scrutiny): ReadableLogRecord {
  const { severityNumber, hrTime, hrTimeObserved, spanContext, resource, droppedAttributesCount } = record;
  return {
    hrTime: firstTime(hrTime, hrTimeObserved),
    hrTimeObserved: firstTime(hrTimeObserved),
    spanContext,
    resource,
    droppedAttributesCount,
    severityNumber: isOneOf(severityNumber, LAST_SEVERITY) ? severityNumber : undefined,
    severityText: asOptionalText(record.severityText),
    eventName: asOptionalText(record.eventName),
    body: encodable(record.body, scrutiny) as AnyValue,
    attributes: encodableValues(record.attributes, scrutiny),
    instrumentationScope: encodableScope(record.instrumentationScope, scrutiny),
  };
}
