// Findings about the configuration and about the endpoint that it names.
import type { FindingFacts } from '../finding';

export const configurationFindings = {
  'service-name': { section: 'Configuration', severity: 'fine', text: 'the service is called' },
  'config-set': { section: 'Configuration', severity: 'fine', text: 'set in the environment' },
  'config-defaults': {
    section: 'Configuration',
    severity: 'fine',
    text: 'nothing is set, every variable has its default',
  },
  'config-file': { section: 'Configuration', severity: 'fine', text: 'a configuration file is read' },
  'config-file-unsupported': {
    section: 'Configuration',
    severity: 'warning',
    text: 'a part of the configuration file has no effect',
    remedy: 'Remove the key, or do what the line says. docs/standard.md has all keys of the schema.',
  },
  'config-bad-value': {
    section: 'Configuration',
    severity: 'warning',
    text: 'a variable has a value that cannot be used, and something else applies',
    remedy: 'Correct the value. docs/configuration.md says what each variable takes.',
  },
  'config-refused': {
    section: 'Configuration',
    severity: 'broken',
    text:
      'a variable has a value that cannot be used, and FIRSTLIGHT_STRICT=true keeps the app from starting ' +
      '(exit code 78)',
    remedy: 'Correct the value. docs/configuration.md says what each variable takes.',
  },
  'config-conflict': {
    section: 'Configuration',
    severity: 'warning',
    text: 'variables do not go together',
    remedy: 'Change one of them; the line says what applies meanwhile.',
  },
  'config-unknown': {
    section: 'Configuration',
    severity: 'warning',
    text: 'this variable is not read',
    remedy: 'Rename or remove it.',
  },
  'telemetry-off': {
    section: 'Configuration',
    severity: 'warning',
    text: 'telemetry is switched off: the app writes logs and request lines, and sends nothing',
    remedy: 'Unset OTEL_ENABLED=false or OTEL_SDK_DISABLED=true to have traces and metrics.',
  },
  'signal-off': {
    section: 'Configuration',
    severity: 'fine',
    text: 'a signal is not sent, as configured',
  },
  'sampled-away': {
    section: 'Configuration',
    severity: 'warning',
    text: 'the sampler records no trace that begins here',
    remedy: 'Set OTEL_TRACES_SAMPLER to parentbased_always_on, or OTEL_TRACES_SAMPLER_ARG above 0.',
  },
  'protocol-against-port': {
    section: 'Configuration',
    severity: 'warning',
    text: 'the endpoint has the port of the other protocol',
    remedy:
      '4317 is OTLP over gRPC, 4318 is OTLP over HTTP. Change the port or OTEL_EXPORTER_OTLP_PROTOCOL, so ' +
      'that the two agree.',
  },
} as const satisfies Record<string, FindingFacts>;

export const endpointFindings = {
  'endpoint-resolved': { section: 'Endpoint', severity: 'fine', text: 'the name of the endpoint resolves' },
  'endpoint-connected': { section: 'Endpoint', severity: 'fine', text: 'the endpoint accepts connections' },
  'endpoint-secured': {
    section: 'Endpoint',
    severity: 'fine',
    text: 'the TLS handshake succeeds and the certificate is trusted',
  },
  'endpoint-spoken': { section: 'Endpoint', severity: 'fine', text: 'the endpoint speaks the protocol' },
  'opamp-answered': { section: 'Endpoint', severity: 'fine', text: 'the OpAMP server answers' },
  'signal-accepted': { section: 'Endpoint', severity: 'fine', text: 'the endpoint accepted an export request' },
  'endpoint-absent': {
    section: 'Endpoint',
    severity: 'fine',
    text: 'no collector runs on this machine, and no other endpoint is named: the app runs, and nothing is sent',
    hint:
      'there is no collector yet: npx firstlight dev runs the app with one, OTEL_EXPORTER_OTLP_ENDPOINT names ' +
      'yours',
  },
  'endpoint-unresolved': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the name of the endpoint does not resolve',
    remedy:
      'Check the host in OTEL_EXPORTER_OTLP_ENDPOINT. In Kubernetes a service of another namespace is called ' +
      'service.namespace; in Docker only containers of the same network know each other’s names.',
  },
  'endpoint-refused': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'nothing listens at the endpoint',
    remedy:
      'Start a collector there, or set OTEL_EXPORTER_OTLP_ENDPOINT. In a container, localhost is the ' +
      'container itself. npx firstlight collector is one to try with.',
  },
  'endpoint-unreachable': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'no connection to the endpoint can be made',
    remedy: 'Look for a firewall, a network policy or a wrong address between this machine and the endpoint.',
  },
  'endpoint-silent': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the endpoint takes the connection and does not answer',
    remedy: 'What listens there hangs, is overloaded, or speaks something else. Look at the collector’s own log.',
  },
  'endpoint-certificate-file': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'a certificate or key file cannot be used',
    remedy:
      'Check the path in OTEL_EXPORTER_OTLP_CERTIFICATE, …_CLIENT_CERTIFICATE or …_CLIENT_KEY, and whether ' +
      'the app’s user may read it. It has to be in PEM format.',
  },
  'endpoint-untrusted': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the certificate of the endpoint is not trusted',
    remedy:
      'Set OTEL_EXPORTER_OTLP_CERTIFICATE to the PEM file of the authority that signed it. For another host ' +
      'name or an expired certificate, renew the certificate.',
  },
  'endpoint-no-tls': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the endpoint does not answer with TLS',
    remedy:
      'If it listens without TLS, write http:// instead of https:// (or, without a scheme, ' +
      'OTEL_EXPORTER_OTLP_INSECURE=true).',
  },
  'endpoint-wants-tls': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the endpoint wants TLS and is spoken to without',
    remedy: 'Write https:// instead of http:// in OTEL_EXPORTER_OTLP_ENDPOINT.',
  },
  'endpoint-wants-client-certificate': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the endpoint refuses the TLS connection without a client certificate that it knows',
    remedy:
      'Set OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and OTEL_EXPORTER_OTLP_CLIENT_KEY to PEM files of a ' +
      'certificate that the endpoint accepts.',
  },
  'endpoint-no-http2': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'gRPC needs HTTP/2, and the endpoint does not speak it',
    remedy:
      'It is probably OTLP over HTTP: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, or use the collector’s ' +
      'gRPC port (4317). A proxy in between has to pass HTTP/2 through.',
  },
  'endpoint-not-http1': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'OTLP over HTTP got an answer that is not HTTP/1.1',
    remedy:
      'It is probably a gRPC port: set OTEL_EXPORTER_OTLP_PROTOCOL=grpc, or use the collector’s HTTP port (4318).',
  },
  'signal-unimplemented': {
    section: 'Endpoint',
    severity: 'warning',
    text: 'the endpoint does not take this signal',
    remedy:
      'Jaeger takes traces only: set OTEL_METRICS_EXPORTER=none and OTEL_LOGS_EXPORTER=none, or send to a ' +
      'collector. Over HTTP, check the path of the endpoint.',
  },
  'signal-forbidden': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the endpoint refuses these credentials',
    remedy:
      'Check OTEL_EXPORTER_OTLP_HEADERS: name=value pairs, separated by commas, values percent-encoded (a ' +
      'blank is %20).',
  },
  'signal-not-otlp': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'what answers at the endpoint is no OTLP receiver',
    remedy: 'Check host, port and path of the endpoint: a web server, a proxy or a login page says yes to everything.',
  },
  'signal-refused': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the endpoint refused an export request',
    remedy: 'The status says why. Check the protocol, the path of the endpoint, and the collector’s own log.',
  },
  'signal-unavailable': {
    section: 'Endpoint',
    severity: 'warning',
    text: 'the endpoint cannot take data at the moment',
    remedy:
      'firstlight keeps what it has, within bounds, and tries again. If it stays like this, give the ' +
      'collector more capacity.',
  },
  'signal-late': {
    section: 'Endpoint',
    severity: 'broken',
    text: 'the endpoint did not answer an export request in time',
    remedy: 'Look at the collector’s own log, or raise OTEL_EXPORTER_OTLP_TIMEOUT if it is merely slow.',
  },
  'opamp-failed': {
    section: 'Endpoint',
    severity: 'warning',
    text: 'the OpAMP server gives no usable answer, and the app keeps the configuration of its start',
    remedy:
      'Check FIRSTLIGHT_OPAMP_ENDPOINT (usually port 4320, path /v1/opamp) and FIRSTLIGHT_OPAMP_HEADERS. ' +
      'docs/remote-configuration.md has what is expected of a server.',
  },
  'clock-skew': {
    section: 'Endpoint',
    severity: 'warning',
    text: 'the clocks of this machine and of the endpoint differ',
    remedy:
      'Synchronise both with NTP. Spans of different machines will not line up, and some backends drop what ' +
      'is too old or in the future.',
  },
} as const satisfies Record<string, FindingFacts>;
