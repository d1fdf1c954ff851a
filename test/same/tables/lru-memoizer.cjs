// lru-memoizer: a function with methods, and what its callbacks get.
const ask = (memoized, ...args) =>
  new Promise((resolve) => {
    memoized(...args, (...given) => resolve(given));
  });
const load = (key, callback) => setImmediate(callback, null, { key });
const make = (memoizer, options) => memoizer({ load, hash: (key) => key, max: 10, ...options });

module.exports = {
  setup: (load) => ({ memoizer: load('lru-memoizer') }),
  calls: {
    'the package': ({ memoizer }) => [memoizer, Object.keys(memoizer), memoizer.sync.name],
    'the memoized function has its methods': ({ memoizer }) => Object.entries(make(memoizer, { extra: 1 })),
    'name and arity': ({ memoizer }) => {
      const made = make(memoizer);
      return [made.name, made.length];
    },
    'a value, twice the same': async ({ memoizer }) => {
      const made = make(memoizer);
      const [, first] = await ask(made, 'a');
      const [, second] = await ask(made, 'a');
      return [first, first === second];
    },
    'keys, del and reset': async ({ memoizer }) => {
      const made = make(memoizer);
      await ask(made, 'a');
      const keys = made.keys();
      made.del('a');
      const none = made.keys();
      made.reset();
      return [keys, none];
    },
    events: async ({ memoizer }, see) => {
      const made = make(memoizer);
      for (const name of ['hit', 'miss', 'queue']) made.on(name, (...args) => see(name, args));
      made.once('loaded', () => see('loaded'));
      await ask(made, 'a');
      await ask(made, 'a');
    },
    'an error of load': async ({ memoizer }) => {
      const error = new Error('no');
      const made = make(memoizer, { load: (key, callback) => callback(error) });
      const [got] = await ask(made, 'a');
      return got === error;
    },
    'load throws': ({ memoizer }, see) =>
      see.outcome('call', () =>
        make(memoizer, {
          load() {
            throw new Error('sync');
          },
        })('a', () => {}),
      ),
    'no callback': ({ memoizer }, see) => see.outcome('call', () => make(memoizer, { load: () => {} })('a')),
    'no arguments': ({ memoizer }, see) => see.outcome('call', () => make(memoizer, { load: () => {} })()),
    'options are frozen': async ({ memoizer }, see) => {
      const made = memoizer(see.unchanged('options', Object.freeze({ load, hash: (key) => key, max: 2 })));
      return (await ask(made, 'a'))[1];
    },
    'options are missing': ({ memoizer }, see) => see.outcome('make', () => memoizer()),
    "disabled: the app's own function": ({ memoizer }) => {
      const own = (key, callback) => callback(null, key);
      const made = memoizer({ load: own, disable: true, hash: (key) => key, max: 1 });
      return [typeof made.keys, made.length];
    },
    'frozen values': async ({ memoizer }) => {
      const [, value] = await ask(make(memoizer, { freeze: true }), 'a');
      return Object.isFrozen(value);
    },
    'cloned values': async ({ memoizer }) => {
      const made = make(memoizer, { clone: true });
      const [, a] = await ask(made, 'a');
      const [, b] = await ask(made, 'a');
      return a !== b;
    },
    '`this` and arguments of load': async ({ memoizer }, see) => {
      const made = make(memoizer, {
        load(...args) {
          see('arguments', args.length);
          args.at(-1)(null, 1);
        },
      });
      return ask(made, 'a');
    },
    sync: ({ memoizer }) => {
      const made = memoizer.sync({ load: (key) => ({ key }), hash: (key) => key, max: 10 });
      return [made('a'), made('a') === made('a'), Object.keys(made)];
    },
    'own prototypes of keys': async ({ memoizer }) =>
      ask(make(memoizer, { hash: String }), Object.assign(Object.create(null), { toString: () => 'k' })),
  },
};
