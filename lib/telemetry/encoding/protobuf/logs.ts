import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { writeAttributes, writeNested } from './values';
import { ProtobufWriter } from './writer';

type Scope = InstrumentationScope & {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly droppedAttributesCount?: number;
};

/** Most records take between 128 bytes and 16 KiB. */
const RECORD_LENGTH_BYTES = 2;
const SCOPE_LENGTH_BYTES = 3;

/**
 * Creates the encoder of log records as ExportLogsServiceRequest, in one pass. The bytes are those of upstream's
 * ProtobufLogsSerializer, which makes two passes:
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/otlp-transformer/src/logs/protobuf/logs-serializer.ts
 * Throws what a getter in the records throws.
 */
export function createLogsEncoder(): (records: readonly ReadableLogRecord[]) => Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter();
  const encodedResource = createResourceEncoder();
  return (records) => {
    writer.rewind(0);
    for (const [resource, scopes] of byResource(records)) {
      writer.tag(0x0a);
      const start = writer.begin(SCOPE_LENGTH_BYTES);
      writer.tag(0x0a);
      writer.data(encodedResource(resource));
      for (const [scope, inScope] of scopes) writeScopeLogs(writer, scope, inScope);
      writeText(writer, 0x1a, resource.schemaUrl);
      writer.end(start, SCOPE_LENGTH_BYTES);
    }
    const bytes = writer.copy();
    writer.rewind(0);
    return bytes;
  };
}

type ByScope = Map<Scope, ReadableLogRecord[]>;

function byResource(records: readonly ReadableLogRecord[]): Map<Resource, ByScope> {
  const resources = new Map<Resource, ByScope>();
  let last: ReadableLogRecord | undefined;
  let list: ReadableLogRecord[] = [];
  for (const record of records) {
    if (record.resource !== last?.resource || record.instrumentationScope !== last.instrumentationScope) {
      const scopes = resources.get(record.resource) ?? new Map<Scope, ReadableLogRecord[]>();
      resources.set(record.resource, scopes);
      list = scopes.get(record.instrumentationScope) ?? [];
      scopes.set(record.instrumentationScope, list);
      last = record;
    }
    list.push(record);
  }
  return resources;
}

/** A complete resource is encoded once: every request repeats it. */
function createResourceEncoder(): (resource: Resource) => Uint8Array {
  const complete = new WeakMap<Resource, Uint8Array>();
  return (resource) => {
    const known = complete.get(resource);
    if (known) return known;
    const writer = new ProtobufWriter();
    if (resource.attributes) writeAttributes(writer, resource.attributes, 1);
    writer.tag(0x10);
    writer.varint(0);
    const bytes = writer.copy();
    // An app's own resource may lack the promise, and change.
    if (resource.asyncAttributesPending === false) complete.set(resource, bytes);
    return bytes;
  };
}

function writeScopeLogs(writer: ProtobufWriter, scope: Scope, records: readonly ReadableLogRecord[]): void {
  writer.tag(0x12);
  const start = writer.begin(SCOPE_LENGTH_BYTES);
  writer.tag(0x0a);
  const head = writer.begin();
  writer.tag(0x0a);
  writer.text(scope.name);
  writeText(writer, 0x12, scope.version);
  if (scope.attributes) writeAttributes(writer, scope.attributes, 3);
  if (scope.droppedAttributesCount) {
    writer.tag(0x20);
    writer.varint(scope.droppedAttributesCount);
  }
  writer.end(head);
  for (const record of records) writeRecord(writer, record);
  writeText(writer, 0x1a, scope.schemaUrl);
  writer.end(start, SCOPE_LENGTH_BYTES);
}

/** LogRecord: https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto */
function writeRecord(writer: ProtobufWriter, record: ReadableLogRecord): void {
  writer.tag(0x12);
  const start = writer.begin(RECORD_LENGTH_BYTES);
  writer.tag(0x09);
  writer.time(record.hrTime);
  if (record.severityNumber) {
    writer.tag(0x10);
    writer.varint(record.severityNumber);
  }
  writeText(writer, 0x1a, record.severityText);
  if (record.body !== undefined) {
    writer.tag(0x2a);
    writeNested(writer, record.body);
  }
  if (record.attributes) writeAttributes(writer, record.attributes, 6);
  writer.tag(0x38);
  writer.varint(record.droppedAttributesCount);
  const { spanContext } = record;
  if (spanContext) {
    if (spanContext.traceFlags) {
      writer.tag(0x45);
      writer.fixed32(spanContext.traceFlags);
    }
    if (spanContext.traceId) {
      writer.tag(0x4a);
      writer.hex(spanContext.traceId);
    }
    if (spanContext.spanId) {
      writer.tag(0x52);
      writer.hex(spanContext.spanId);
    }
  }
  writer.tag(0x59);
  writer.time(record.hrTimeObserved);
  writeText(writer, 0x62, record.eventName);
  writer.end(start, RECORD_LENGTH_BYTES);
}

/** A field, unless it is empty or absent. */
function writeText(writer: ProtobufWriter, tag: number, text: string | undefined): void {
  if (!text) return;
  writer.tag(tag);
  writer.text(text);
}
