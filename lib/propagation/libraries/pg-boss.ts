import type { Carrier } from '../../context';
import { consume, produce } from '../messaging';
import { defaultOf, patchClass, type Library } from './library';

/** Jobs have nothing but their data to carry anything in: under this key, taken out before the handler sees it. */
const KEY = 'firstlight.context';

interface Job { data?: Record<string, unknown> | null }

const isPlain = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null && !Array.isArray(data);

/** Data with the carrier in it, where it is an object or nothing; other data stays as it is. */
function pack(data: unknown, carrier: Carrier): unknown {
  if (Object.keys(carrier).length === 0) return data;
  if (isPlain(data)) return { ...data, [KEY]: carrier };
  return data === null || data === undefined ? { [KEY]: { ...carrier, empty: 'true' } } : data;
}

function unpack(job: Job): Carrier {
  if (!isPlain(job.data) || !isPlain(job.data[KEY])) return {};
  const { [KEY]: carrier, ...data } = job.data;
  job.data = (carrier as Carrier).empty === 'true' ? null : data;
  return carrier as Carrier;
}

function patchManager(exports: unknown): unknown {
  patchClass(defaultOf(exports), {
    // Everything but `insert` goes through it; pg-boss's own housekeeping as well.
    createJob: (original) => function (name: unknown, data: unknown, ...rest: unknown[]) {
      const queue = String(name);
      if (queue.startsWith('__pgboss__') || (isPlain(data) && KEY in data)) return original.call(this, name, data, ...rest) as unknown;
      return produce({ system: 'pg-boss', destination: queue }, (carrier) => original.call(this, name, pack(data, carrier), ...rest) as unknown);
    },
    watch: (original) => function (name: unknown, options: unknown, callback: (jobs: Job[] | Job) => unknown, ...rest: unknown[]) {
      const queue = String(name);
      const wrapped = (jobs: Job[] | Job): unknown => consume({ system: 'pg-boss', destination: queue }, [jobs].flat().map(unpack), () => callback(jobs));
      return original.call(this, name, options, queue.startsWith('__pgboss__') ? callback : wrapped, ...rest) as unknown;
    },
  });
  return exports;
}

export const pgBoss: Library = {
  name: 'pg-boss', versions: ['>=9'],
  files: { 'pg-boss/src/manager.js': patchManager, 'pg-boss/dist/manager.js': patchManager },
};
