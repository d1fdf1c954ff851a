import { type Meter, ValueType } from '@opentelemetry/api';
import {
  InstrumentationBase,
  type InstrumentationConfig,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { VERSION } from '@opentelemetry/instrumentation-http/build/src/version';
import type * as Http from 'node:http';
import { patchClientRequests, wrapRequest } from './client/client';
import type { Recorder } from './client/client-call';
import type { HttpHooks } from './hooks';
import { patchMethod } from './patch';
import { type ServerRecorder, wrapServerEmit } from './server/server-call';

// The buckets that the semantic conventions advise for HTTP durations, in seconds.
const explicitBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const durations = (meter: Meter, side: 'client' | 'server') =>
  meter.createHistogram(`http.${side}.request.duration`, {
    description: `Duration of HTTP ${side} requests.`,
    unit: 's',
    valueType: ValueType.DOUBLE,
    advice: { explicitBucketBoundaries },
  });

/**
 * Spans and durations of node:http and node:https, with the names and attributes of instrumentation-http. That one
 * rebuilds the arguments of a request by itself, and by that changes what is sent and which errors come: it knows
 * neither headers in arrays nor URLs of other implementations nor an agent's default port, and it shows the app its
 * listeners:
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/opentelemetry-instrumentation-http/src/http.ts
 */
export class HttpTracing extends InstrumentationBase<HttpHooks & InstrumentationConfig> {
  // Set while the base class is constructed: an initial value would overwrite it.
  declare private recorders: Recorders | undefined;

  constructor(hooks: HttpHooks) {
    super('@opentelemetry/instrumentation-http', VERSION, hooks);
  }

  protected override _updateMetricInstruments(): void {
    this.recorders = undefined;
  }

  override setTracerProvider(...args: Parameters<InstrumentationBase['setTracerProvider']>): void {
    super.setTracerProvider(...args);
    this.recorders = undefined;
  }

  /** Where spans go now; undefined if the instrumentation is turned off. */
  record(): Recorders | undefined {
    if (!this.isEnabled()) return undefined;
    const { tracer, meter } = this;
    const hooks = this.getConfig();
    return (this.recorders ??= {
      client: { tracer, durations: durations(meter, 'client'), captured: hooks.capturedOfClient },
      server: { tracer, durations: durations(meter, 'server'), hooks },
    });
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return [definePatches('https', this), definePatches('http', this)];
  }
}

interface Recorders {
  client: Recorder;
  server: ServerRecorder;
}

function definePatches(name: 'http' | 'https', tracing: HttpTracing): InstrumentationNodeModuleDefinition {
  const undos: (() => void)[] = [];
  const patch = (loaded: typeof Http): typeof Http => {
    // If the module is loaded again, imported or required, it is patched already.
    if (undos.length > 0) return loaded;
    const client = wrapRequest(() => tracing.record()?.client);
    undos.push(
      patchMethod(loaded, 'request', client),
      patchMethod(loaded, 'get', client),
      patchMethod(
        loaded.Server.prototype,
        'emit',
        wrapServerEmit(name, () => tracing.record()?.server),
      ),
    );
    if (name === 'http') undos.push(patchClientRequests(loaded));
    return loaded;
  };
  return new InstrumentationNodeModuleDefinition(name, ['*'], patch, () => {
    for (const undo of undos.splice(0).reverse()) undo();
  });
}
