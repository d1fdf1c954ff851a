import { attempt } from '../../../attempt';
import { looksLike } from '../../../context';
import { patchMethod } from '../../../http/patch';
import { consume, produce } from '../../messaging';
import { patchClass, type Library } from '../library';
import type { Carrier } from '../../../context';

interface Options {
  repeat?: unknown;
  [KEY]?: Carrier;
}
interface Job {
  opts?: Options;
}
interface Queue {
  readonly name: string;
  readonly handlers: Record<string, (...args: unknown[]) => unknown>;
}

/** Bull keeps the options of a job beside its data: the context is one of them, which the app does not see. */
const KEY = 'firstlight.context';

const carriers = new WeakMap<object, Carrier>();

/** Takes the context out of the options of a job. */
function take<T>(job: T): T {
  return attempt(() => {
    const { opts } = (job ?? {}) as Job;
    if (!opts || !(KEY in opts)) return job;
    const { [KEY]: carrier, ...rest } = opts;
    carriers.set(job as object, carrier as Carrier);
    (job as Job).opts = rest;
    return job;
  }, job);
}

const stamped = (opts: Options | undefined, carrier: Carrier): Options | undefined =>
  Object.keys(carrier).length === 0 ? opts : { ...opts, [KEY]: carrier };

const taken = (result: unknown): unknown =>
  result instanceof Promise
    ? result.then((jobs: unknown) => (Array.isArray(jobs) ? jobs.map(take) : take(jobs)))
    : result;

/** A job that repeats is made again from its last one, without the context of the first. */
export const bull: Library = {
  name: 'bull',
  versions: ['>=3 <5'],
  patch(exports) {
    patchClass((exports.default ?? exports) as { prototype?: object }, {
      add: (original) =>
        function (this: Queue, ...args: unknown[]): unknown {
          const place = typeof args[0] === 'string' ? 2 : 1;
          return produce({ system: 'bull', destination: this.name }, (carrier) => {
            while (args.length < place) args.push(undefined);
            args[place] = stamped(args[place] as Options | undefined, carrier);
            return taken(original.apply(this, args));
          });
        },
      addBulk: (original) =>
        function (this: Queue, jobs: Job[], ...rest: unknown[]): unknown {
          return produce({ system: 'bull', destination: this.name }, (carrier) =>
            taken(
              original.call(
                this,
                Array.isArray(jobs) ? jobs.map((job) => ({ ...job, opts: stamped(job?.opts, carrier) })) : jobs,
                ...rest,
              ),
            ),
          );
        },
      setHandler: (original) =>
        function (this: Queue, name: string, ...rest: unknown[]): unknown {
          const result = original.call(this, name, ...rest) as unknown;
          attempt(() => handleInContext(this, name));
          return result;
        },
    });
    return exports as unknown;
  },
  files: {
    'bull/lib/job.js': (exports) => {
      patchMethod(
        exports as object,
        'fromJSON',
        (original) =>
          (...args: unknown[]) =>
            take(original.apply(exports, args)),
      );
      return exports as unknown;
    },
  },
};

/** What Bull keeps for each kind of job returns a promise, whichever form the app's own has. */
function handleInContext(queue: Queue, name: string): void {
  const inner = queue.handlers[name]!;
  queue.handlers[name] = looksLike(inner, function (this: unknown, ...args: unknown[]): unknown {
    const [job] = args as [Job];
    const about = { system: 'bull', destination: queue.name, repeated: Boolean(job?.opts?.repeat) };
    return consume(about, [carriers.get(job)], () => inner.apply(this, args));
  });
}
