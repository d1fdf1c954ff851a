import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { startExporter, type ExporterClient, type Notice, type SignalTarget } from '../../lib/export';
import { root } from './app';

/** The real exporter thread, fed with batches that can be distinguished. */
export interface TestExporter {
  readonly client: ExporterClient;
  /** All that it said, unfiltered. */
  readonly notices: Notice[];
  /** Sends a batch of `items` spans, each named `name`. */
  send(name: string, items?: number): void;
  /** Items whose fate is open. */
  open(): number;
  codes(): string[];
}

const clients = new Set<ExporterClient>();
after(() => {
  for (const client of clients) client.close();
});

/** Starts the exporter thread that the build made, for traces alone. */
export function openExporter(
  target: Pick<SignalTarget, 'protocol' | 'url'> & Partial<SignalTarget>,
  options: Partial<Parameters<typeof startExporter>[0]> = {},
): TestExporter {
  const file = join(root, 'dist', 'exporter.js');
  if (!existsSync(file)) throw new Error(`${file} is not there: npm run build makes it`);
  const notices: Notice[] = [];
  const client = startExporter({
    targets: { traces: { headers: {}, timeoutMs: 10_000, compression: 'none', ...target } },
    maxQueueBytes: 64 * 1024 * 1024,
    userAgent: 'test',
    environment: {},
    file,
    onNotice: (notice) => notices.push(notice),
    onFailure: (error) => {
      throw error;
    },
    ...options,
  });
  clients.add(client);
  let sent = 0;
  return {
    client,
    notices,
    codes: () => notices.map(({ code }) => code),
    open: () => sent - client.settled(),
    send(name, items = 1) {
      sent += items;
      client.send('traces', encode(name, items, target.protocol === 'http/json'), items);
    },
  };
}

function encode(name: string, items: number, json: boolean): Uint8Array {
  const memory = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'test' }),
    spanProcessors: [new SimpleSpanProcessor(memory)],
  }).getTracer('test');
  for (let count = 0; count < items; count += 1) tracer.startSpan(name).end();
  return (json ? JsonTraceSerializer : ProtobufTraceSerializer).serializeRequest(memory.getFinishedSpans())!;
}
