// console: what its methods are, return and throw; consoles of the app; what the app replaces stays its own.
const { Writable } = require('node:stream');
const { Console } = require('node:console');

const into = (use, options = {}) => {
  const chunks = [];
  const stdout = new Writable({ write: (chunk, _, done) => (chunks.push(String(chunk)), done()) });
  use(new Console({ stdout, ...options }));
  return chunks;
};
const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table', 'assert', 'count', 'group', 'time'];

module.exports = {
  env: { NO_COLOR: '1' },
  known: {
    'values that throw': 'what an argument throws is described in the line; bare, it is thrown',
    'an error whose stack throws': 'what an argument throws is described in the line; bare, it is thrown',
  },
  setup: () => ({}),
  calls: {
    methods: () => METHODS.map((name) => [console[name].name, console[name].length]),
    'keys of console': () => Object.keys(console).sort(),
    'symbols of console': () => Object.getOwnPropertySymbols(console).map(String).sort(),
    'descriptors of methods': () =>
      METHODS.map((name) => {
        const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(console, name);
        return [name, writable, enumerable, configurable];
      }),
    'the prototype of console': () => [
      Object.prototype.toString.call(console),
      Object.getPrototypeOf(console) === Object.prototype,
      console instanceof Console,
      console.Console === Console,
      require('node:console') === console,
    ],
    'what methods return': () => METHODS.map((name) => console[name]()),
    'streams that the app puts in': (t, see) => {
      const streams = [console._stdout, console._stderr];
      const chunks = [];
      const stream = () => new Writable({ write: (chunk, _, done) => (chunks.push(String(chunk)), done()) });
      console._stdout = stream();
      console._stderr = stream();
      console.log('a %s', 'log');
      console.table([{ a: 1 }]);
      console.dir({ b: [2] });
      console.error(new RangeError('an error').message);
      console.assert(false, 'asserted');
      console.group('group');
      console.warn('in it');
      console.groupEnd();
      [console._stdout, console._stderr] = streams;
      see('printed', chunks);
    },
    '`this` is lost': (t, see) => {
      for (const name of ['log', 'error', 'table', 'dir']) {
        const method = console[name];
        see.outcome(name, () => method('x'));
      }
    },
    'values that throw': (t, see) => {
      const values = [
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('proxy');
            },
          },
        ),
        {
          get a() {
            throw new Error('getter');
          },
        },
        {
          [require('node:util').inspect.custom]: () => {
            throw new Error('custom');
          },
        },
        {
          toString: () => {
            throw new Error('text');
          },
        },
        {
          toJSON: () => {
            throw new Error('json');
          },
        },
        Object.create(null),
        Symbol('s'),
        1n,
      ];
      for (const value of values) {
        see.outcome('log', () => console.log(value));
        see.outcome('format', () => console.log('%s %d %j %o', value, value, value, value));
        see.outcome('error', () => console.error('x', value));
        see.outcome('dir', () => console.dir(value));
        see.outcome('table', () => console.table([value]));
        see.outcome('assert', () => console.assert(false, value));
      }
    },
    'an error whose stack throws': (t, see) => {
      const error = Object.defineProperty(new Error('own'), 'stack', {
        get: () => {
          throw new Error('stack');
        },
      });
      see.outcome('error', () => console.error(error));
      see.outcome('log', () => console.log('x', error));
    },
    'bad labels': (t, see) => {
      for (const label of [undefined, null, 7, {}, Symbol('s'), Object.create(null)]) {
        see.outcome('count', () => console.count(label));
        see.outcome('countReset', () => console.countReset(label));
        see.outcome('time', () => console.time(label));
        see.outcome('timeEnd', () => console.timeEnd(label));
        see.outcome('group', () => console.group(label));
        see.outcome('groupEnd', () => console.groupEnd(label));
      }
    },
    'bad options of dir and table': (t, see) => {
      for (const options of [null, 7, 'x', { depth: -1 }, { depth: 'x' }, Symbol('s')]) {
        see.outcome('dir', () => console.dir({ a: 1 }, options));
        see.outcome('table', () => console.table([{ a: 1 }], options));
      }
    },
    'a console of the app': () =>
      into((own) => {
        own.log('a %s', 'b');
        own.error('c');
        own.group('g');
        own.log('d');
        own.groupEnd();
        own.table([{ a: 1 }]);
        own.assert(false, 'e');
      }),
    'streams of the app in the global console': (t, see) => {
      const { _stdout: stdout, _stderr: stderr } = console;
      const chunks = [];
      const own = new Writable({ write: (chunk, _, done) => (chunks.push(String(chunk)), done()) });
      console._stdout = own;
      console._stderr = own;
      console.log('a %s', 'b', { password: 'c' });
      console.table([{ password: 'd' }]);
      console.group('g');
      console.warn('e');
      console.groupEnd();
      console.assert(false, 'f');
      see('is it', console._stdout === own);
      console._stdout = stdout;
      console._stderr = stderr;
      console.log('g');
      for (const name of ['_stdout', '_stderr']) {
        const { get, set, ...rest } = Object.getOwnPropertyDescriptor(console, name);
        see(name, [get.name, get.length, set.name, set.length, rest]);
      }
      return chunks;
    },
    'a console whose stream throws': (t, see) =>
      see.outcome('log', () => {
        const stdout = {
          write: () => {
            throw new Error('own');
          },
          on() {},
          once() {},
          removeListener() {},
        };
        new Console({ stdout, ignoreErrors: false }).log('x');
      }),
    'consoles that are none': (t, see) => {
      for (const options of [undefined, null, 7, {}, { stdout: 7 }])
        see.outcome(typeof options, () => typeof new Console(options));
    },
    'a subclass': () => {
      class Own extends Console {
        log(...args) {
          super.log('own', ...args);
        }
      }
      const chunks = [];
      new Own(new Writable({ write: (chunk, _, done) => (chunks.push(String(chunk)), done()) })).log('a');
      return chunks;
    },
    'a method that the app replaces': (t, see) => {
      const { log } = console;
      console.log = (...args) => see('replaced', args);
      console.log('a', 1);
      see('kept', console.log !== log);
      console.log = log;
      return console.log === log;
    },
    'a method that the app defines and deletes': (t, see) => {
      const descriptor = Object.getOwnPropertyDescriptor(console, 'info');
      see('deleted', delete console.info);
      see('type', typeof console.info);
      Object.defineProperty(console, 'info', descriptor);
    },
    'console is replaced': (t, see) => {
      const { console: original } = globalThis;
      globalThis.console = { log: (...args) => see('own', args) };
      console.log('a');
      globalThis.console = original;
      return Object.keys(Object.getOwnPropertyDescriptor(globalThis, 'console'));
    },
    'console is bound': () => ['log', 'warn'].map((name) => console[name].bind(console)('x')),
    'as a callback': async () => [1, 2].forEach(console.log),
    'many arguments': () => console.log(...Array.from({ length: 1000 }, (_, at) => at)),
    'a long text': () => console.log('x'.repeat(100_000)),
  },
};
