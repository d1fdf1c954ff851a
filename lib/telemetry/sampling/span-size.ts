import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What objects take that have no texts, in bytes, about. */
const SPAN = 700;
const PART = 150;
const VALUE = 24;

/** About how many bytes of memory a span holds. */
export function sizeOf({ name, attributes, events, links, status }: ReadableSpan): number {
  let size = SPAN + name.length + (status.message?.length ?? 0) + ofAttributes(attributes);
  for (const event of events) size += PART + event.name.length + ofAttributes(event.attributes);
  for (const link of links) size += PART + ofAttributes(link.attributes);
  return size;
}

function ofAttributes(attributes: Attributes | undefined): number {
  let size = 0;
  // Of a plain object of the SDK's.
  for (const key in attributes) size += key.length + ofValue(attributes[key]);
  return size;
}

function ofValue(value: AttributeValue | undefined): number {
  if (typeof value === 'string') return VALUE + value.length;
  return Array.isArray(value) ? value.reduce<number>((sum, each) => sum + ofValue(each ?? undefined), VALUE) : VALUE;
}
