// generic-pool: acquire, release, use and their errors.
const factory = (more) => {
  let n = 0;
  return { create: async () => ({ n: (n += 1) }), destroy: async () => {}, ...more };
};

module.exports = {
  scopes: ['@opentelemetry/instrumentation-generic-pool'],
  setup: (load) => ({ pools: load('generic-pool') }),
  calls: {
    'the pool': ({ pools }) => {
      const pool = pools.createPool(factory());
      return [pool.constructor.name, pool.acquire, Object.keys(pools)];
    },
    'acquire and release': async ({ pools }) => {
      const pool = pools.createPool(factory());
      const promise = pool.acquire();
      const one = await promise;
      await pool.release(one);
      return [promise.constructor === Promise, one, (await pool.acquire()) === one];
    },
    use: async ({ pools }) => {
      const pool = pools.createPool(factory());
      return [await pool.use(async (one) => ({ one })), pool.available];
    },
    'use that fails': async ({ pools }, see) => {
      const pool = pools.createPool(factory());
      const error = new Error('own');
      await see.settled(
        'use',
        pool
          .use(async () => {
            throw error;
          })
          .catch((got) => got === error),
      );
    },
    'use without a function': ({ pools }, see) => see.settled('use', (async () => pools.createPool(factory()).use())()),
    'create fails, then does not': async ({ pools }, see) => {
      let failed = false;
      const pool = pools.createPool(
        factory({
          create: async () => {
            if (failed) return { n: 1 };
            failed = true;
            throw new Error('no');
          },
        }),
      );
      pool.on('factoryCreateError', (error) => see('event', error.message));
      return pool.acquire();
    },
    'no time left': async ({ pools }, see) => {
      const pool = pools.createPool(factory(), { acquireTimeoutMillis: 20 });
      await pool.acquire();
      await see.settled(
        'acquire',
        pool.acquire().catch((error) => [error.constructor.name, error.name, error.message]),
      );
    },
    'too many wait': async ({ pools }, see) => {
      const pool = pools.createPool(factory(), { maxWaitingClients: 0 });
      await see.settled('acquire', pool.acquire());
      await see.settled('again', pool.acquire());
    },
    'a drained pool': async ({ pools }, see) => {
      const pool = pools.createPool(factory());
      await pool.drain();
      await see.settled('acquire', pool.acquire());
    },
    'release of a stranger': ({ pools }, see) => see.settled('release', pools.createPool(factory()).release({})),
    priorities: async ({ pools }) => {
      const pool = pools.createPool(factory(), { priorityRange: 3 });
      const one = await pool.acquire();
      const order = [];
      const all = [2, 0, 1].map((at) =>
        pool.acquire(at).then(async (it) => {
          order.push(at);
          await pool.release(it);
        }),
      );
      await pool.release(one);
      await Promise.all(all);
      return order;
    },
    'a priority that is none': ({ pools }, see) => see.settled('acquire', pools.createPool(factory()).acquire('high')),
    'options are frozen': async ({ pools }, see) =>
      pools
        .createPool(
          see.unchanged('factory', Object.freeze(factory())),
          see.unchanged('options', Object.freeze({ max: 1 })),
        )
        .acquire(),
    'no factory': ({ pools }, see) => see.outcome('create', () => pools.createPool()),
    '`this` is lost': ({ pools }, see) => {
      const { acquire } = pools.createPool(factory());
      see.outcome('acquire', () => acquire());
    },
    'validated on borrowing': async ({ pools }) => {
      let valid = false;
      const pool = pools.createPool(factory({ validate: async () => (valid = !valid) }), { testOnBorrow: true });
      return pool.acquire();
    },
  },
  alone: {
    'no time left, and no handler': async ({ pools }) => {
      const pool = pools.createPool(factory(), { acquireTimeoutMillis: 5 });
      await pool.acquire();
      pool.acquire();
    },
    'too many wait, and no handler': async ({ pools }) => {
      const pool = pools.createPool(factory(), { maxWaitingClients: 0 });
      await pool.acquire();
      pool.acquire();
    },
  },
};
