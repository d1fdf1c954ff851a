import { attempt } from '../../../attempt';
import { looksLike } from '../../../context';
import { consume, produce } from '../../messaging';
import { defaultOf, patchClass, type Library } from '../library';
import { carrierOf, pack, unpack } from '../payload';

interface Job {
  attrs: { name?: string; data?: unknown; repeatInterval?: unknown };
}
type Processor = (this: unknown, job: Job, ...rest: unknown[]) => unknown;

/** Jobs are rows or documents of a database, which any process may take up: context is carried in their data. */
export const agenda: Library = {
  name: 'agenda',
  versions: ['>=4'],
  patch(exports) {
    const main = defaultOf(exports) as Record<string, unknown> | undefined;
    patchClass((exports.Agenda ?? main?.Agenda ?? main) as { prototype?: object } | undefined, {
      // `now`, `schedule` and `every` go through it.
      create: (original) =>
        function (name: unknown, data: unknown, ...rest: unknown[]) {
          return produce(
            { system: 'agenda', destination: String(name) },
            (carrier) =>
              original.call(
                this,
                name,
                attempt(() => pack(data, carrier), data),
                ...rest,
              ) as unknown,
          );
        },
      define: (original) =>
        function (name: unknown, ...args: unknown[]) {
          const wrapped = args.map((arg) =>
            typeof arg === 'function' ? processing(String(name), arg as Processor) : arg,
          );
          return original.call(this, name, ...wrapped) as unknown;
        },
    });
    return exports as unknown;
  },
};

/** Agenda looks at the arity: a processor with two parameters calls the second when it is done. */
function processing(name: string, processor: Processor): Processor {
  return looksLike(processor, function (this: unknown, job: Job, ...rest: unknown[]) {
    const carrier = attempt(() => carrierOf(unpack(job.attrs)), undefined);
    const repeated = Boolean(job?.attrs?.repeatInterval);
    return consume({ system: 'agenda', destination: name, repeated }, [carrier], () =>
      processor.call(this, job, ...rest),
    );
  });
}
