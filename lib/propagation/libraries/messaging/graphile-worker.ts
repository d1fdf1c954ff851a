import { attempt } from '../../../attempt';
import { looksLike } from '../../../context';
import { withExports } from '../../../module-exports';
import { consume, produce } from '../../messaging';
import type { Library } from '../library';
import { carrierOf, pack, unpack } from '../payload';

type Task = (this: unknown, payload: unknown, helpers: { job?: { payload?: unknown } }, ...rest: unknown[]) => unknown;
type AddJob = (identifier: unknown, payload: unknown, ...rest: unknown[]) => unknown;
type AddJobs = (specs: { identifier?: unknown; payload?: unknown }[], ...rest: unknown[]) => unknown;
type Make<T> = (...args: unknown[]) => T;

const SYSTEM = 'graphile-worker';

const addJob =
  (make: Make<AddJob>): Make<AddJob> =>
  (...given) => {
    const add = make(...given);
    return looksLike(add, (identifier, payload, ...rest) =>
      produce({ system: SYSTEM, destination: String(identifier) }, (carrier) =>
        // It takes nothing for an empty object.
        add(
          identifier,
          attempt(() => pack(payload ?? {}, carrier), payload),
          ...rest,
        ),
      ),
    );
  };

const addJobs =
  (make: Make<AddJobs>): Make<AddJobs> =>
  (...given) => {
    const add = make(...given);
    return looksLike(add, (specs, ...rest) => {
      if (!Array.isArray(specs) || specs.length === 0) return add(specs, ...rest);
      return produce({ system: SYSTEM, destination: String(specs[0]?.identifier) }, (carrier) =>
        add(
          attempt(() => specs.map((spec) => ({ ...spec, payload: pack(spec.payload ?? {}, carrier) })), specs),
          ...rest,
        ),
      );
    });
  };

/** Runs in the context that is in the payload, and without it there. */
const inContext = (name: string, task: Task): Task =>
  looksLike(task, function (this: unknown, payload, helpers, ...rest) {
    const holder = attempt(() => unpack({ data: payload }), { data: payload });
    attempt(() => {
      const { job } = helpers;
      if (job !== undefined && job.payload === payload) job.payload = holder.data;
    });
    return consume({ system: SYSTEM, destination: name }, [carrierOf(holder)], () =>
      task.call(this, holder.data, helpers, ...rest),
    );
  });

/** Jobs are rows of a database, which any process may take up: context is carried in their payload. */
export const graphileWorker: Library = {
  name: 'graphile-worker',
  versions: ['>=0.13 <1'],
  files: {
    'graphile-worker/dist/helpers.js': (exports: { makeAddJob?: Make<AddJob>; makeAddJobs?: Make<AddJobs> }) =>
      withExports(exports, {
        ...(exports.makeAddJob && { makeAddJob: looksLike(exports.makeAddJob, addJob(exports.makeAddJob)) }),
        ...(exports.makeAddJobs && { makeAddJobs: looksLike(exports.makeAddJobs, addJobs(exports.makeAddJobs)) }),
      }),
    'graphile-worker/dist/worker.js': (exports: { makeNewWorker?: (...args: any[]) => unknown }) => {
      const make = exports.makeNewWorker;
      if (make === undefined) return exports;
      const makeNewWorker = looksLike(
        make,
        (shared: unknown, parameters: { tasks?: Record<string, Task> }, ...rest) => {
          const tasks = attempt(() =>
            Object.fromEntries(
              Object.entries(parameters.tasks ?? {}).map(([name, task]) => [name, inContext(name, task)]),
            ),
          );
          return make(shared, tasks === undefined ? parameters : { ...parameters, tasks }, ...rest);
        },
      );
      return withExports(exports, { makeNewWorker });
    },
  },
};
