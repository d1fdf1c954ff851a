import { entry } from '../entry';
import { choice } from '../parsers/choice';
import { list, words } from '../parsers/list';
import { attributes } from '../parsers/pairs';
import { bool, standardBool, text } from '../parsers/scalar';
import {
  detectorNames,
  instrumentationNames,
  layerInstrumentations,
  propagatorNames,
  quietInstrumentations,
} from '../names';

const SDK_DOCS = 'https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/';
const NODE_DOCS = 'https://opentelemetry.io/docs/zero-code/js/configuration/';

const instrumentations = words(instrumentationNames, { expected: 'a list of names of instrumentations' });

/** What is on, who the service is, and what is instrumented. */
export const general = {
  OTEL_ENABLED: entry(bool, {
    group: 'general',
    remote: true,
    example: 'false',
    default: true,
    desc:
      'Telemetry as a whole. When false there are logs and request lines, but no SDK is started and no ' +
      'socket opened.',
  }),
  OTEL_SDK_DISABLED: entry(standardBool, {
    group: 'general',
    remote: true,
    example: 'true',
    default: false,
    docs: SDK_DOCS,
    desc: 'The standard’s switch for the same: true has the effect of OTEL_ENABLED=false, and wins.',
  }),
  OTEL_CONFIG_FILE: entry(text, {
    group: 'general',
    example: '/etc/shop/otel.yaml',
    docs: SDK_DOCS,
    defaultText: 'none',
    desc:
      'A file of OpenTelemetry’s declarative configuration, in YAML or JSON. With it, other OTEL_ variables count ' +
      'only if the file refers to them; FIRSTLIGHT_ and LOG_ variables and OTEL_ENABLED win over it.',
  }),
  OTEL_EXPERIMENTAL_CONFIG_FILE: entry(text, {
    group: 'general',
    example: '/etc/shop/otel.yaml',
    docs: SDK_DOCS,
    defaultText: 'none',
    desc: 'The older name of OTEL_CONFIG_FILE, which wins.',
  }),
  OTEL_SERVICE_NAME: entry(text, {
    group: 'general',
    example: 'checkout',
    docs: SDK_DOCS,
    defaultText: 'service.name in OTEL_RESOURCE_ATTRIBUTES, name in the app’s package.json, ragapp',
    desc: 'The name of the service. Files below node_modules never lend their name.',
  }),
  OTEL_RESOURCE_ATTRIBUTES: entry(attributes, {
    group: 'general',
    example: 'deployment.environment.name=staging,service.version=1.4.0',
    docs: SDK_DOCS,
    default: {},
    desc: 'Attributes of the resource, percent-encoded. If one cannot be decoded, all are discarded, as specified.',
  }),
  OTEL_NODE_RESOURCE_DETECTORS: entry(words(detectorNames, { none: true }), {
    group: 'general',
    example: 'env,host,aws',
    docs: NODE_DOCS,
    defaultText: 'env, host, process, container and serviceinstance, read without any waiting',
    desc: 'Detectors of resource attributes. Only those of clouds (aws, azure, gcp, alibaba) and all use the network.',
  }),
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: entry(instrumentations, {
    group: 'general',
    remote: true,
    example: 'http,express,pg',
    docs: NODE_DOCS,
    defaultText: `all except ${[...new Set([...quietInstrumentations, ...layerInstrumentations])].join(', ')}`,
    desc:
      'Short names of the only instrumentations to enable. Those of frameworks that are off by default only add a ' +
      'span ' +
      'for each layer: FIRSTLIGHT_MIDDLEWARE_SPANS turns them on.',
  }),
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: entry(instrumentations, {
    group: 'general',
    remote: true,
    example: 'dns,net',
    docs: NODE_DOCS,
    default: [],
    desc: 'Short names of instrumentations to disable. Wins over the enabled ones.',
  }),
  OTEL_PROPAGATORS: entry(words(propagatorNames, { none: true }), {
    group: 'general',
    example: 'tracecontext,b3',
    docs: SDK_DOCS,
    default: ['tracecontext', 'baggage'],
    desc:
      'How the trace context travels between services: any of tracecontext, baggage, b3, b3multi, jaeger, ' +
      'xray; or none.',
  }),
  OTEL_SEMCONV_STABILITY_OPT_IN: entry(list, {
    group: 'general',
    example: 'http,database',
    docs: 'https://opentelemetry.io/docs/specs/semconv/non-normative/http-migration/',
    default: [],
    desc: 'Which stable semantic conventions are wanted. Those of http and database are there in any case.',
  }),
  OTEL_LOG_LEVEL: entry(
    choice(['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'], {
      warning: 'warn',
      trace: 'verbose',
      off: 'none',
    }),
    {
      group: 'general',
      example: 'debug',
      docs: SDK_DOCS,
      default: 'info',
      desc: 'The least severe of OpenTelemetry’s own messages (export failures, instrumentation problems) to log.',
    },
  ),
};
