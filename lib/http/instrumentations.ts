import type { Instrumentation } from '@opentelemetry/instrumentation';
import { layerInstrumentations } from '../config';
import type * as FrameworkHooksFile from './routes/framework-hooks';
import { type CaptureConfig, ofClient, ofServer } from './captured-headers';
import { createHttpHooks, type HttpHooks } from './hooks';
import type * as TracingFile from './tracing';

/** The part of the configuration that decides about instrumentations. */
export interface InstrumentationSettings extends CaptureConfig {
  readonly FIRSTLIGHT_MIDDLEWARE_SPANS: boolean;
  readonly OTEL_NODE_ENABLED_INSTRUMENTATIONS?: readonly string[] | undefined;
}

const PREFIX = '@opentelemetry/instrumentation-';

/**
 * Settings of the instrumentations that make or name server spans, to be merged over the auto-instrumentations' own. By
 * default a request has one server span, named by its route. FIRSTLIGHT_MIDDLEWARE_SPANS brings all layers back; naming
 * an instrumentation in OTEL_NODE_ENABLED_INSTRUMENTATIONS brings back its own.
 */
export function instrumentationConfigs(settings: InstrumentationSettings): Record<string, object> {
  const { request, response } = ofClient(settings);
  const configs: Record<string, object> = {
    [`${PREFIX}http`]: createHttpHooks(ofServer(settings), ofClient(settings)),
    [`${PREFIX}undici`]: { headersToSpanAttributes: { requestHeaders: request, responseHeaders: response } },
  };
  if (settings.FIRSTLIGHT_MIDDLEWARE_SPANS) return configs;
  for (const name of layerInstrumentations) {
    if (!settings.OTEL_NODE_ENABLED_INSTRUMENTATIONS?.includes(name)) configs[PREFIX + name] = { enabled: false };
  }
  return configs;
}

/** Instrumentations of our own in place of upstream's, by their names in the catalogue. */
export function ownInstrumentations(): { http: (hooks: object) => Instrumentation } {
  return {
    http: (hooks) => new (require('./tracing') as typeof TracingFile).HttpTracing(hooks as HttpHooks),
  };
}

/**
 * Instrumentations of our own: they make no spans, and give requests the route and user that their framework keeps to
 * itself. Useful without an SDK too. Constructing one enables it.
 */
export function extraInstrumentations(): Instrumentation[] {
  const { createFrameworkHooks } = require('./routes/framework-hooks') as typeof FrameworkHooksFile;
  return [createFrameworkHooks()];
}
