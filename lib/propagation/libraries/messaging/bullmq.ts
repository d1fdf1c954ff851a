import { attempt } from '../../../attempt';
import { patchMethod } from '../../../http/patch';
import { looksLike, leaveStartup, requestOf, runWithCarrier, runWithRequest, type Carrier } from '../../../context';
import { consume, messageCarrier, produce } from '../../messaging';
import { patchClass, type Library } from '../library';

interface Options {
  telemetry?: { metadata?: string; omitContext?: boolean };
  repeat?: unknown;
}
interface Job {
  queueName?: string;
  opts?: Options;
  repeatJobKey?: string;
}
interface Base {
  name: string;
  opts?: { telemetry?: unknown };
}
interface Flow {
  queueName?: string;
}

/** BullMQ keeps a text for telemetry with each job, outside of its data: a JSON object here, and in bullmq-otel. */
function read(opts: Options | undefined): Carrier {
  const carrier = attempt<unknown>(() => JSON.parse(opts?.telemetry?.metadata ?? '{}'), {});
  return typeof carrier === 'object' && carrier !== null ? (carrier as Carrier) : {};
}

/**
 * Options with the context in them. If there is one, of a telemetry of the app's or of the job that this one repeats,
 * only the request is added.
 */
function stamped<T extends Options | undefined>(opts: T): T | Options {
  return attempt<T | Options>(() => {
    if (opts?.telemetry?.omitContext) return opts;
    const { request_id: id, ...trace } = messageCarrier();
    const there = opts?.telemetry?.metadata;
    const own = there === undefined ? trace : (JSON.parse(there) as Carrier);
    if (typeof own !== 'object' || own === null) return opts;
    const carrier: Carrier = { ...(id !== undefined && { request_id: id }), ...own };
    return Object.keys(carrier).length === 0
      ? opts
      : { ...opts, telemetry: { ...opts?.telemetry, metadata: JSON.stringify(carrier) } };
  }, opts);
}

const sendIn =
  (destinationOf: (self: Base, args: unknown[]) => unknown) => (original: (...args: unknown[]) => unknown) =>
    function (this: Base, ...args: unknown[]): unknown {
      if (this.opts?.telemetry) return original.apply(this, args);
      return produce({ system: 'bullmq', destination: String(attempt(() => destinationOf(this, args), '')) }, () =>
        original.apply(this, args),
      );
    };

/** Jobs of all kinds get their last options here; the methods that make them one by one and in bulk are static. */
const slot = (original: (...args: unknown[]) => unknown) =>
  function (this: Job, ...args: unknown[]): unknown {
    this.opts = stamped(this.opts);
    return original.apply(this, args);
  };

/** Spans are made here, unless the app gave BullMQ a telemetry of its own, which then makes them. */
export const bullmq: Library = {
  name: 'bullmq',
  versions: ['>=3'],
  patch(exports) {
    patchClass(exports.Queue, {
      add: sendIn((self) => self.name),
      addBulk: sendIn((self) => self.name),
      // The template is kept with the scheduler, and every job that it makes has its options.
      upsertJobScheduler: (original) =>
        function (
          this: Base,
          id: unknown,
          repeat: unknown,
          template?: { opts?: Options },
          ...rest: unknown[]
        ): unknown {
          return original.call(this, id, repeat, { ...template, opts: stamped(template?.opts) }, ...rest);
        },
    });
    patchClass(exports.FlowProducer, {
      add: sendIn((_self, [flow]) => (flow as Flow).queueName),
      addBulk: sendIn((_self, [flows]) => (flows as Flow[])[0]?.queueName),
    });
    patchClass(exports.Job, { addJob: slot, toFlowEntry: slot });
    if (exports.Job && !Object.hasOwn(exports.Job as object, STAMPED)) {
      Object.defineProperty(exports.Job, STAMPED, { value: true });
      patchMethod(exports.Job as object, 'create', (original) =>
        looksLike(
          original,
          function (this: unknown, queue: unknown, name: unknown, data: unknown, opts: Options, ...rest: unknown[]) {
            return original.call(this, queue, name, data, stamped(opts), ...rest) as unknown;
          },
        ),
      );
      patchMethod(exports.Job as object, 'createBulk', (original) =>
        looksLike(original, function (this: unknown, queue: unknown, jobs: { opts?: Options }[], ...rest: unknown[]) {
          return original.call(
            this,
            queue,
            Array.isArray(jobs) ? jobs.map((job) => ({ ...job, opts: stamped(job?.opts) })) : jobs,
            ...rest,
          ) as unknown;
        }),
      );
    }
    patchClass(exports.Worker, {
      callProcessJob: (original) =>
        function (this: Base, job: Job, ...rest: unknown[]): unknown {
          const run = (): unknown => original.call(this, job, ...rest) as unknown;
          const carrier = read(job?.opts);
          leaveStartup();
          if (this.opts?.telemetry) return runWithRequest(requestOf(carrier), run);
          return consume(
            { system: 'bullmq', destination: job?.queueName ?? this.name, repeated: job?.repeatJobKey !== undefined },
            [carrier],
            run,
          );
        },
      // `completed` and `failed` are reported after the job, from the worker's own loop.
      emit: (original) =>
        function (this: Base, event: unknown, ...args: unknown[]): unknown {
          const job = args.find((arg) => arg instanceof (exports.Job as abstract new () => unknown)) as Job | undefined;
          const emit = (): unknown => original.call(this, event, ...args);
          return job === undefined ? emit() : runWithCarrier(read(job.opts), emit);
        },
    });
    return exports as unknown;
  },
};

/** Marks the class whose static methods are patched. */
const STAMPED = Symbol('firstlight: stamped');
