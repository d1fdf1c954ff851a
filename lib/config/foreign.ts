/**
 * Names that look like ours and are right if they are: other languages and tools, what auto-instrumentations or a later
 * configuration file reads, what Kubernetes and the OpenTelemetry operator put into every container. No suggestion for
 * them.
 */
const FOREIGN: readonly RegExp[] = [
  /^OTEL_EXPORTER_JAEGER_/,
  /^OTEL_(EXPERIMENTAL|INSTRUMENTATION|INJECTOR|COLLECTOR|CLI)(_|$)/,
  /^OTEL_(GO|JAVA|JAVAAGENT|DOTNET|PYTHON|PHP|RUBY|CPP|RUST|SWIFT|ERLANG)(_|$)/,
  /^OTEL_RESOURCE_(ATTRIBUTES|PROVIDERS)_/,
  /^OTEL_(POD_IP|NODE_IP|POD_NAME|NODE_NAME|NAMESPACE)$/,
  /^OTEL_NODE_EXPERIMENTAL_/,
  // A Kubernetes Service called otel or firstlight: {NAME}_SERVICE_HOST, {NAME}_PORT, {NAME}_PORT_4317_TCP_ADDR …
  /_SERVICE_(HOST|PORT)(_|$)|_PORT(_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?$/,
];

/** Whether a name that isn't in the table is someone else's. */
export const isForeign = (name: string): boolean => FOREIGN.some((pattern) => pattern.test(name));
