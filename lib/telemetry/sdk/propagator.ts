import type { TextMapPropagator } from '@opentelemetry/api';
import type { Config } from '../../config';
import { createRequestIdPropagator } from './request-id-propagator';

type Core = typeof import('@opentelemetry/core');
const core = () => require('@opentelemetry/core') as Core;
const b3 = () => require('@opentelemetry/propagator-b3') as typeof import('@opentelemetry/propagator-b3');

/** By the names of OTEL_PROPAGATORS; each is loaded only if it is wanted. */
const PROPAGATORS: Record<string, () => TextMapPropagator> = {
  tracecontext: () => new (core().W3CTraceContextPropagator)(),
  baggage: () => new (core().W3CBaggagePropagator)(),
  b3: () => new (b3().B3Propagator)(),
  b3multi: () => new (b3().B3Propagator)({ injectEncoding: b3().B3InjectEncoding.MULTI_HEADER }),
  jaeger: () =>
    new (
      require('@opentelemetry/propagator-jaeger') as typeof import('@opentelemetry/propagator-jaeger')
    ).JaegerPropagator(),
  xray: () =>
    new (
      require('@opentelemetry/propagator-aws-xray') as typeof import('@opentelemetry/propagator-aws-xray')
    ).AWSXRayPropagator(),
};

/** The propagators of the configuration as one; null for `none`, for which the SDK sets none. */
export function createPropagator(config: Config): TextMapPropagator | null {
  const names = [...new Set(config.OTEL_PROPAGATORS as readonly string[])];
  const own = config.FIRSTLIGHT_PROPAGATE_REQUEST_ID
    ? [createRequestIdPropagator(config.FIRSTLIGHT_REQUEST_ID_HEADER)]
    : [];
  if (names.includes('none') && own.length === 0) return null;
  const propagators = [...names.flatMap((name) => PROPAGATORS[name]?.() ?? []), ...own];
  return new (core().CompositePropagator)({ propagators });
}
