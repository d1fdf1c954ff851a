import { attempt } from '../../../attempt';
import { runWithCarrier } from '../../../context';
import { consume, produce } from '../../messaging';
import { defaultOf, patchClass, type Library } from '../library';
import { carrierOf, isPlain, pack, unpack } from '../payload';
import { patchTelemetry } from './pg-boss-telemetry';

interface Request {
  name?: unknown;
  data?: unknown;
}

/** pg-boss has queues of its own, for its housekeeping and for schedules. */
const isInternal = (queue: unknown): boolean => String(queue).startsWith('__pgboss__');

const unpackAll = <T>(jobs: T): T => {
  if (Array.isArray(jobs)) jobs.forEach(unpack);
  else unpack(jobs);
  return jobs;
};

const unpacking = (original: (...args: unknown[]) => unknown) =>
  async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    return unpackAll(await original.apply(this, args));
  };

/** Whether this version keeps a trace context with each job by itself. */
let carriesItself = false;

function patchManager(exports: unknown): unknown {
  patchClass(defaultOf(exports) as { prototype?: object }, {
    // Everything that sends goes through it, and pg-boss's own housekeeping. Versions differ: the name and the data of
    // a job, or all of it in one.
    createJob: (original) =>
      function (job: unknown, ...rest: unknown[]) {
        const isRequest = isPlain(job);
        const queue = isRequest ? (job as Request).name : job;
        if (carriesItself || isInternal(queue)) return original.call(this, job, ...rest) as unknown;
        return produce(
          { system: 'pg-boss', destination: String(queue) },
          (carrier) =>
            (isRequest
              ? original.call(this, { ...job, data: pack((job as Request).data, carrier) }, ...rest)
              : original.call(this, job, pack(rest[0], carrier), ...rest.slice(1))) as unknown,
        );
      },
    insert: (original) =>
      function (...args: unknown[]) {
        const place = args.findIndex(Array.isArray);
        const jobs = args[place] as Request[] | undefined;
        const queue = typeof args[0] === 'string' ? args[0] : attempt(() => jobs?.[0]?.name, undefined);
        if (carriesItself || !jobs || jobs.length === 0 || isInternal(queue))
          return original.apply(this, args) as unknown;
        return produce(
          { system: 'pg-boss', destination: String(queue) },
          (carrier) =>
            original.apply(
              this,
              args.with(
                place,
                attempt(() => jobs.map((job) => ({ ...job, data: pack(job.data, carrier) })), jobs),
              ),
            ) as unknown,
        );
      },
    fetch: unpacking,
    getJobById: unpacking,
    findJobs: unpacking,
    work: (original) =>
      function (queue: unknown, ...args: unknown[]) {
        const handler = args.findLast((arg) => typeof arg === 'function') as
          ((...args: unknown[]) => unknown) | undefined;
        if (carriesItself || !handler) return original.call(this, queue, ...args) as unknown;
        // What a schedule sends belongs to no request, not to the one that started pg-boss.
        const wrapped = isInternal(queue)
          ? (...given: unknown[]): unknown => runWithCarrier({}, () => handler(...given))
          : (jobs: object[] | object, ...rest: unknown[]): unknown => {
              const all = [unpackAll(jobs)].flat();
              return consume(
                { system: 'pg-boss', destination: String(queue) },
                all.map((job) => carrierOf(job)),
                () => handler(jobs, ...rest),
              );
            };
        return original.call(this, queue, ...args.map((arg) => (arg === handler ? wrapped : arg))) as unknown;
      },
  });
  return exports;
}

export const pgBoss: Library = {
  name: 'pg-boss',
  versions: ['>=9'],
  files: {
    'pg-boss/src/manager.js': patchManager,
    'pg-boss/dist/manager.js': patchManager,
    'pg-boss/dist/telemetry.js': (exports) => {
      carriesItself = patchTelemetry(exports as { default?: unknown });
      return exports as unknown;
    },
  },
};
