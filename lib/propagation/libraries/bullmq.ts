import { captureCarrier, leaveStartup, requestOf, runWithRequest, type Carrier } from '../../context';
import { consume, produce } from '../messaging';
import { patchClass, type Library } from './library';

interface Job { name: string; queueName: string; opts?: { telemetry?: { metadata?: string; omitContext?: boolean } } }
interface Base { name: string; opts?: { telemetry?: unknown } }

/** BullMQ keeps a text for telemetry with each job, outside of its data: a JSON object here, and in bullmq-otel. */
function read(job: Job): Carrier {
  try {
    const carrier: unknown = JSON.parse(job.opts?.telemetry?.metadata ?? '{}');
    return typeof carrier === 'object' && carrier !== null ? carrier as Carrier : {};
  } catch {
    return {};
  }
}

/** Spans are made here, unless the app gave BullMQ a telemetry of its own, which then makes them. */
export const bullmq: Library = {
  name: 'bullmq', versions: ['>=3'],
  patch(exports) {
    const add = (original: (...args: any[]) => any) => function (this: Base, ...args: unknown[]): unknown {
      return this.opts?.telemetry ? original.apply(this, args) : produce({ system: 'bullmq', destination: this.name }, () => original.apply(this, args) as unknown);
    };
    patchClass(exports.Queue, { add, addBulk: add });
    patchClass(exports.Job, {
      addJob: (original) => function (this: Job, ...args) {
        if (this.opts && !this.opts.telemetry?.omitContext) {
          const carrier = { ...captureCarrier(), ...read(this) };
          if (Object.keys(carrier).length > 0) this.opts = { ...this.opts, telemetry: { ...this.opts.telemetry, metadata: JSON.stringify(carrier) } };
        }
        return original.apply(this, args) as unknown;
      },
    });
    patchClass(exports.Worker, {
      callProcessJob: (original) => function (this: Base, job: Job, ...rest) {
        const run = (): unknown => original.call(this, job, ...rest) as unknown;
        leaveStartup();
        const carrier = read(job);
        return this.opts?.telemetry ? runWithRequest(requestOf(carrier), run) : consume({ system: 'bullmq', destination: job.queueName ?? this.name }, [carrier], run);
      },
    });
    return exports as unknown;
  },
};
