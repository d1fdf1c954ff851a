// dataloader: promises that are cached, batches that fail, its class.
const batch = async (keys) => keys.map((key) => (key === 'bad' ? new Error('bad') : { key }));

module.exports = {
  scopes: ['@opentelemetry/instrumentation-dataloader'],
  setup: (load) => ({ DataLoader: load('dataloader') }),
  calls: {
    'the class': ({ DataLoader }) => {
      const loader = new DataLoader(batch);
      return [
        DataLoader.name,
        DataLoader.length,
        loader.constructor === DataLoader,
        loader instanceof DataLoader,
        DataLoader.prototype.constructor === DataLoader,
        Object.keys(loader),
      ];
    },
    'a class of the app': async ({ DataLoader }) => {
      class Users extends DataLoader {
        constructor() {
          super(batch);
        }
      }
      const users = new Users();
      return [users.constructor.name, users instanceof DataLoader, await users.load(1)];
    },
    'a function of the app that inherits': async ({ DataLoader }) => {
      function Users() {
        DataLoader.call(this, batch);
      }
      Users.prototype = Object.create(DataLoader.prototype);
      return new Users().load(1);
    },
    'a value': ({ DataLoader }) => new DataLoader(batch).load('a'),
    'names and arity of the methods': ({ DataLoader }) =>
      ['load', 'loadMany', 'prime', 'clear', 'clearAll'].map((name) => DataLoader.prototype[name]),
    'the promise is the cached one': ({ DataLoader }) => {
      const cacheMap = new Map();
      const promise = new DataLoader(batch, { cacheMap }).load('a');
      return [cacheMap.get('a') === promise, promise.constructor === Promise];
    },
    'keys of one batch, in order': async ({ DataLoader }) => {
      const batches = [];
      const loader = new DataLoader(async (keys) => {
        batches.push([...keys]);
        return keys;
      });
      await Promise.all([loader.load(1), loader.load(2), loader.load(1)]);
      await loader.load(3);
      return batches;
    },
    'loads that follow loads': async ({ DataLoader }) => {
      const batches = [];
      const loader = new DataLoader(async (keys) => {
        batches.push([...keys]);
        return keys;
      });
      await Promise.all([loader.load(1).then(() => loader.load(3)), loader.load(2).then(() => loader.load(4))]);
      return batches;
    },
    'the order of callbacks': async ({ DataLoader }) => {
      const order = [];
      const loader = new DataLoader(batch);
      const p = loader.load(1).then(() => order.push('load'));
      Promise.resolve().then(() => order.push('microtask'));
      process.nextTick(() => order.push('tick'));
      await p;
      return order;
    },
    'small batches': async ({ DataLoader }) => {
      const sizes = [];
      const loader = new DataLoader(
        async (keys) => {
          sizes.push(keys.length);
          return keys;
        },
        { maxBatchSize: 2 },
      );
      await Promise.all([1, 2, 3].map((key) => loader.load(key)));
      return sizes;
    },
    'an error for one key': ({ DataLoader }, see) => see.settled('load', new DataLoader(batch).load('bad')),
    loadMany: ({ DataLoader }) => new DataLoader(batch).loadMany(['a', 'bad']),
    'loadMany of no array': ({ DataLoader }, see) => see.outcome('loadMany', () => new DataLoader(batch).loadMany()),
    'load of nothing': ({ DataLoader }, see) => {
      const loader = new DataLoader(batch);
      see.outcome('undefined', () => loader.load());
      see.outcome('null', () => loader.load(null));
    },
    'the batch function rejects': ({ DataLoader }, see) =>
      see.settled('load', new DataLoader(() => Promise.reject(new Error('whole'))).load(1)),
    'the batch function rejects with nothing': ({ DataLoader }, see) =>
      see.settled('load', new DataLoader(() => Promise.reject(undefined)).load(1)),
    'the batch function throws': ({ DataLoader }, see) =>
      see.settled(
        'load',
        new DataLoader(() => {
          throw new Error('sync');
        }).load(1),
      ),
    'the batch function returns nothing': ({ DataLoader }, see) =>
      see.settled('load', new DataLoader(() => {}).load(1)),
    'the batch function returns a thenable, asked once': async ({ DataLoader }, see) => {
      const loader = new DataLoader(() => ({
        then(done) {
          see('asked');
          done(['x']);
          return Promise.resolve();
        },
      }));
      return loader.load(1);
    },
    'too few values': ({ DataLoader }, see) => see.settled('load', new DataLoader(async () => []).load(1)),
    'what the batch function gets': async ({ DataLoader }, see) => {
      const loader = new DataLoader(async function (...args) {
        see('this', this === loader);
        see('arguments', args);
        return args[0];
      });
      await loader.load('k');
    },
    'prime, clear and clearAll': async ({ DataLoader }) => {
      const loader = new DataLoader(batch);
      return [
        loader.prime('p', 1) === loader,
        await loader.load('p'),
        loader.clear('p') === loader,
        loader.clearAll() === loader,
      ];
    },
    'primed with an error': ({ DataLoader }, see) =>
      see.settled('load', new DataLoader(batch).prime('e', new Error('primed')).load('e')),
    'no cache': async ({ DataLoader }) => {
      const loader = new DataLoader(batch, { cache: false });
      return (await loader.load('a')) === (await loader.load('a'));
    },
    'options are frozen': ({ DataLoader }, see) =>
      new DataLoader(batch, see.unchanged('options', Object.freeze({ name: 'users' }))).load(1),
    'no batch function': ({ DataLoader }, see) => {
      see.outcome('none', () => new DataLoader());
      see.outcome('text', () => new DataLoader('x'));
    },
    '`this` is lost': ({ DataLoader }, see) => {
      const { load } = new DataLoader(batch);
      see.outcome('load', () => load(1));
    },
    'two hundred keys': async ({ DataLoader }) => {
      const loader = new DataLoader(batch);
      return (await Promise.all(Array.from({ length: 200 }, (_, key) => loader.load(key)))).length;
    },
  },
  alone: {
    'a rejection that nobody handles': ({ DataLoader }, see) => {
      process.on('unhandledRejection', (error) => see('unhandled', error.message));
      new DataLoader(batch).load('bad');
      return new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    },
    'one that is handled': ({ DataLoader }, see) => {
      process.on('unhandledRejection', (error) => see('unhandled', error.message));
      new DataLoader(batch).load('bad').catch(() => {});
      return new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    },
  },
};
