import type { Signal } from '../protocol';
import { wireFields } from './wire';

const NOUNS: Record<Signal, string> = { traces: 'span', logs: 'log record', metrics: 'metric' };
/** Fields of a span and of a metric that are its name, of a log record that is its body. */
const NAMES: Record<Signal, number> = { traces: 5, logs: 5, metrics: 1 };
/** Longer names are cut, and so is the body of a log record. */
const MOST = 80;

/** Names the first item of a request: a span or metric by its name, a log record by how it begins. */
export function itemName(format: 'protobuf' | 'json', signal: Signal, request: Uint8Array): string {
  try {
    const name = format === 'json' ? jsonName(signal, request) : protobufName(signal, request);
    return `${NOUNS[signal]} "${name.length > MOST ? `${name.slice(0, MOST)}…` : name}"`;
  } catch {
    return NOUNS[signal];
  }
}

function protobufName(signal: Signal, request: Uint8Array): string {
  const within = (message: Uint8Array, number: number): Uint8Array =>
    [...wireFields(message)].find((field) => field.number === number)?.content ?? new Uint8Array();
  const item = within(within(within(request, 1), 2), 2);
  const name = within(item, NAMES[signal]);
  return Buffer.from(signal === 'logs' ? within(name, 1) : name)
    .subarray(0, 4 * MOST + 1)
    .toString();
}

function jsonName(signal: Signal, request: Uint8Array): string {
  const { resourceSpans, resourceLogs, resourceMetrics } = JSON.parse(Buffer.from(request).toString()) as Record<
    string,
    any[]
  >;
  if (signal === 'traces') return String(resourceSpans![0].scopeSpans[0].spans[0].name);
  if (signal === 'metrics') return String(resourceMetrics![0].scopeMetrics[0].metrics[0].name);
  return String(resourceLogs![0].scopeLogs[0].logRecords[0].body?.stringValue ?? '');
}
