/** OpenTelemetry's exporters over HTTP, with protobuf and with JSON, as a bundle of its own. */
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CONCURRENCY } from '../queue/batch';
import { createAgent } from '../otlp/http-agent';
import { release } from './sandbox';
import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Signal, SignalTarget } from '../protocol';
import type { OfficialExporter } from './official-exporter';

export { listenForAnswers } from './encoded-requests';

const PROTOBUF = { traces: OTLPTraceExporter, logs: OTLPLogExporter, metrics: OTLPMetricExporter };
const JSON_EXPORTERS = { traces: JsonTraceExporter, logs: JsonLogExporter, metrics: JsonMetricExporter };
/** A number, so that the exporter does not look for it in the environment. */
const CUMULATIVE = 1;

export function createExporter(signal: Signal, target: SignalTarget, userAgent: string): OfficialExporter {
  const { protocol, url, headers, timeoutMs, compression } = target;
  const agent = releaseSockets(createAgent(target));
  const options = {
    url,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    compression: compression as never,
    concurrencyLimit: CONCURRENCY,
    userAgent,
    httpAgentOptions: () => agent,
    temporalityPreference: CUMULATIVE,
  };
  const exporters = protocol === 'http/json' ? JSON_EXPORTERS : PROTOBUF;
  return new exporters[signal](options) as unknown as OfficialExporter;
}

type Created = (error: Error | null, socket: Socket) => void;

/** Its connections do not hold the process: those that are new, and those that are used again. */
function releaseSockets(agent: Agent): Agent {
  const connecting = agent as unknown as { createConnection(options: object, done: Created): Socket | undefined };
  const { createConnection } = connecting;
  connecting.createConnection = function (options, done) {
    const socket = createConnection.call(this, options, (error, late) => done(error, late && release(late)));
    return socket && release(socket);
  };
  return agent;
}
