// What a measured process inherits: nothing that steers a subject, so that the shell of whoever runs the bench does not
// count.

const STEERING = /^(OTEL_|ELASTIC_|FIRSTLIGHT_|LOG_|NODE_|npm_)/;

/**
 * The environment of this process without the variables that configure Node, npm or a subject; `extra` is laid over it.
 */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !STEERING.test(name));
  return { ...Object.fromEntries(kept), NODE_ENV: 'production', ...extra };
}

/**
 * The OTLP settings that every subject gets, word for word the same. The resource detectors are named because the
 * default of two subjects asks cloud metadata services over the network.
 */
export function otlpEnvironment({ service, receiver, protocol }) {
  return {
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${protocol === 'grpc' ? receiver.grpcPort : receiver.httpPort}`,
    OTEL_EXPORTER_OTLP_INSECURE: 'true',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    // EDOT sends no log records unless it is told to.
    ELASTIC_OTEL_NODE_ENABLE_LOG_SENDING: 'true',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process,serviceinstance,container',
  };
}

/** The same, but with traces alone: what a subject adds besides (metrics, log records, request lines) is off. */
export const TRACES_ONLY = {
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  FIRSTLIGHT_REQUEST_LOG: 'none',
};
