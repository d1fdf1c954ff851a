/** The specification deprecates the exporter: https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/ */
const ZIPKIN = 'only OTLP is sent: let an OpenTelemetry Collector with its zipkin exporter translate';

/**
 * Variables of OpenTelemetry's specification that have no effect here: why, and what to do instead. Setting one is
 * reported; docs/standard.md lists them beside those that are read. See
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const unsupported: Readonly<Record<string, string>> = {
  OTEL_ENTITIES: 'the JavaScript SDK has no entities: use OTEL_RESOURCE_ATTRIBUTES',
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: ZIPKIN,
  OTEL_EXPORTER_ZIPKIN_TIMEOUT: ZIPKIN,
  OTEL_EXPORTER_ZIPKIN_PROTOCOL: ZIPKIN,
  OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN: 'exceptions are events of their spans, and lines of the log',
  OTEL_METRICS_EXEMPLAR_FILTER: 'the JavaScript SDK collects no exemplars: every value acts as always_off',
};
