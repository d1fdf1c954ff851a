import { propagation, type TextMapPropagator } from '@opentelemetry/api';
import { attempt } from '../../../attempt';
import { leaveStartup, requestOf, runWithRequest, type Carrier } from '../../../context';
import { commonRequest, messageCarrier } from '../../messaging';
import { patchClass } from '../library';

interface Options {
  propagateContext?: boolean;
  propagator?: TextMapPropagator;
}
type Telemetry = new (options?: Options, ...rest: unknown[]) => object;
type Process = (
  this: unknown,
  queue: string,
  jobs: object[],
  carrierOf: (job: object) => Carrier | undefined,
  ...rest: unknown[]
) => unknown;

/**
 * Later versions of pg-boss make spans by themselves, and have a column for the trace context of the code that sent a
 * job. They use it if that is configured: it is configured here, unless the app has said no, and the request ID goes
 * along in it.
 * @returns Whether this is such a version.
 */
export function patchTelemetry(exports: { default?: unknown }): boolean {
  const Original = exports.default as Telemetry | undefined;
  if (typeof Original !== 'function' || typeof (Original.prototype as { process?: unknown }).process !== 'function')
    return false;
  patchClass(Original as { prototype?: object }, {
    process: (original) =>
      function (...[queue, jobs, carrierOf, ...rest]: Parameters<Process>) {
        leaveStartup();
        const request = attempt(() => requestOf(commonRequest(jobs.map((job) => carrierOf(job)))), undefined);
        return runWithRequest(request, () => original.call(this, queue, jobs, carrierOf, ...rest) as unknown);
      },
  });
  exports.default = new Proxy(Original, {
    construct: (target, [options, ...rest], newTarget) =>
      Reflect.construct(
        target,
        [
          {
            propagateContext: true,
            ...(options as Options | undefined),
            propagator: withRequest((options as Options | undefined)?.propagator ?? propagation),
          },
          ...rest,
        ],
        newTarget,
      ) as object,
  });
  return true;
}

/** A propagator that takes the request ID along. */
function withRequest(propagator: Pick<TextMapPropagator, 'inject' | 'extract' | 'fields'>): TextMapPropagator<Carrier> {
  return {
    inject(active, carrier, setter) {
      propagator.inject(active, carrier, setter);
      const { request_id: id } = messageCarrier();
      if (id !== undefined) setter.set(carrier, 'request_id', id);
    },
    extract: (active, carrier, getter) => propagator.extract(active, carrier, getter),
    fields: () => propagator.fields(),
  };
}
