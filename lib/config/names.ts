import { upstreamInstrumentations } from './upstream-instrumentations';

export type UpstreamInstrumentation = (typeof upstreamInstrumentations)[number];

/** Those of our own, for libraries that upstream has none for. */
export const ownInstrumentations = [
  'ai',
  'anthropic',
  'better-sqlite3',
  'chroma',
  'clickhouse',
  'cohere',
  'google-genai',
  'groq',
  'iovalkey',
  'langchain',
  'libsql',
  'llamaindex',
  'mariadb',
  'mcp',
  'memjs',
  'milvus',
  'mistral',
  'nodemailer',
  'ollama',
  'openai-agents',
  'opensearch',
  'pinecone',
  'postgres',
  'qdrant',
  'sqlite3',
  'weaviate',
] as const;
export type OwnInstrumentation = (typeof ownInstrumentations)[number];

/** The short names that OTEL_NODE_{ENABLED,DISABLED}_INSTRUMENTATIONS know. */
export const instrumentationNames = [...upstreamInstrumentations, ...ownInstrumentations] as const;
export type InstrumentationName = (typeof instrumentationNames)[number];

/**
 * Off unless named in OTEL_NODE_ENABLED_INSTRUMENTATIONS. fs and host-metrics as upstream; net and dns, whose spans
 * double what every client span already has; router, which traces Express 5 a second time:
 * https://github.com/open-telemetry/opentelemetry-js-contrib/issues/2437
 */
export const quietInstrumentations = [
  'fs',
  'host-metrics',
  'net',
  'dns',
  'router',
] as const satisfies readonly InstrumentationName[];

/** They only add spans for the layers of a framework: off unless named, or FIRSTLIGHT_MIDDLEWARE_SPANS is set. */
export const layerInstrumentations = [
  'connect',
  'express',
  'hapi',
  'koa',
  'nestjs-core',
  'restify',
  'router',
] as const satisfies readonly InstrumentationName[];

/** What OTEL_NODE_RESOURCE_DETECTORS knows; `all` and `none` in addition. */
export const detectorNames = [
  'env',
  'host',
  'process',
  'os',
  'serviceinstance',
  'container',
  'aws',
  'azure',
  'gcp',
  'alibaba',
  'all',
] as const;
export type DetectorName = (typeof detectorNames)[number];

export const propagatorNames = ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray'] as const;
export type PropagatorName = (typeof propagatorNames)[number];

export const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof samplerNames)[number];
