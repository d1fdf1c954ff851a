import { context as active, isSpanContextValid, INVALID_SPAN_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace';
import type { Config, InstrumentationName, Signal } from '../config';
import type { Encoders } from './encoding';
import { enabledInstrumentations } from './instrumentations/enabled';
import { createSampler } from './sampling/sampler';

/** What of the running SDK can be changed: samplers, instrumentations, exporters. */
export interface RuntimeControl {
  /** What decides instead of this sampler, which decides first. */
  sampler(first: Sampler): Sampler;
  /** The same encoders, which give nothing while the exporter is off: then nothing is sent. */
  encoders(encoders: Encoders, signal: Signal, exporter: 'otlp' | 'console'): Encoders;
  /** Has another configuration hold. Returns what is wrong with it; then nothing has changed. */
  apply(config: Config): readonly string[];
}

/** The scopes of spans that are made for an instrumentation. */
const scopesOf = (name: InstrumentationName): string[] => [
  `@opentelemetry/instrumentation-${name}`,
  `firstlight/${name}`,
  ...(name === 'http' ? ['firstlight/http2'] : []),
];

/** Creates it for an SDK that is started with a configuration. */
export function createRuntimeControl(start: Config): RuntimeControl {
  const enabled = enabledInstrumentations(start);
  const off = new Set<string>();
  let config = start;
  let sampler: Sampler | undefined;
  let switchSpans = (): void => {
    installSpanSwitch(off);
    switchSpans = () => {};
  };
  return {
    sampler(first) {
      sampler = first;
      return {
        shouldSample: (...args) => sampler!.shouldSample(...args),
        toString: () => sampler!.toString(),
      };
    },
    encoders(encoders, signal, exporter) {
      const isOn = (): boolean => config.telemetryEnabled && config.otlp[signal].exporters.includes(exporter);
      return {
        joins: encoders.joins,
        traces: (spans) => (isOn() ? encoders.traces(spans) : undefined),
        logs: (records) => (isOn() ? encoders.logs(records) : undefined),
        metrics: (metrics) => (isOn() ? encoders.metrics(metrics) : undefined),
      };
    },
    apply(wanted) {
      const now = enabledInstrumentations(wanted);
      const late = now.filter((name) => !enabled.includes(name));
      if (late.length > 0)
        return [`${late.join(', ')} was off at the start, and cannot be turned on before the next one`];
      if (wanted.sampler !== config.sampler) sampler = createSampler(wanted.sampler);
      config = wanted;
      off.clear();
      for (const name of enabled) if (!now.includes(name)) scopesOf(name).forEach((scope) => off.add(scope));
      if (off.size > 0) switchSpans();
      return [];
    },
  };
}

/**
 * From here on, tracers of scopes in the set start no spans: what they start stands for the span above it. Patches of
 * instrumentations stay, since what the app has taken of a patched library could not be given back.
 */
function installSpanSwitch(off: ReadonlySet<string>): void {
  type Own = Tracer & { readonly instrumentationScope: { readonly name: string } };
  // The provider of the API gives a stand-in, whose delegate is of the class.
  const provider = trace.getTracerProvider() as { getDelegate?(): { getTracer(name: string): Tracer } };
  const tracer = (provider.getDelegate?.() ?? trace.getTracerProvider()).getTracer('firstlight');
  const prototype = Object.getPrototypeOf(tracer) as Own;
  const { startSpan } = prototype;
  prototype.startSpan = function (this: Own, name, options, context = active.active()) {
    if (!off.has(this.instrumentationScope.name)) return startSpan.call(this, name, options, context);
    const parent = options?.root ? undefined : trace.getSpanContext(context);
    return trace.wrapSpanContext(parent && isSpanContextValid(parent) ? parent : INVALID_SPAN_CONTEXT);
  };
}
