// pino: what streams of the app receive, hooks, serializers, children, ends.
function sink(more) {
  const lines = [];
  return {
    lines,
    stream: {
      write(text) {
        lines.push(text.replace(/,?"(trace_id|span_id|trace_flags|request_id)":"[^"]*"/g, ''));
      },
      ...more,
    },
  };
}
const BASE = { base: null, timestamp: false };
const make = ({ pino }, options, more) => {
  const { lines, stream } = sink(more);
  return { lines, stream, logger: pino({ ...BASE, ...options }, stream) };
};
const said = (t, options, say) => {
  const { lines, logger } = make(t, options);
  say(logger);
  return lines;
};

module.exports = {
  setup: (load) => ({ pino: load('pino') }),
  calls: {
    'the package': ({ pino }) => [pino.name, pino.length, Object.keys(pino), pino.default === pino, pino.pino === pino],
    methods: (t) => {
      const { logger } = make(t);
      return [
        Object.keys(logger),
        logger.info('a'),
        logger.info.length,
        logger.child,
        logger[t.pino.symbols.streamSym].write.length,
      ];
    },
    'messages of all kinds': (t) =>
      said(t, {}, (logger) => {
        for (const each of ['text', 1, null, undefined, true, { a: 1 }, ['x'], new Date(0), 5n, () => {}])
          logger.info(each);
        logger.info();
        logger.info('%s %d %j', 'a', 1, { b: 2 });
      }),
    objects: (t, see) =>
      said(t, {}, (logger) => {
        logger.info(see.unchanged('frozen', Object.freeze({ a: 1 })), 'x');
        logger.info(see.unchanged('bare', Object.assign(Object.create(null), { a: 1 })), 'x');
        logger.info({ msg: 'own', level: 'own', time: 1 }, 'x');
      }),
    'a getter that throws': (t, see) =>
      said(t, {}, (logger) =>
        see.outcome('info', () =>
          logger.info({
            get a() {
              throw new Error('getter');
            },
          }),
        ),
      ),
    'a toJSON that throws': (t, see) =>
      said(t, {}, (logger) =>
        see.outcome('info', () =>
          logger.info({
            a: {
              toJSON() {
                throw new Error('own');
              },
            },
          }),
        ),
      ),
    'circular objects': (t) =>
      said(t, {}, (logger) => {
        const a = {};
        a.a = a;
        logger.info(a);
      }),
    serializers: (t, see) =>
      said(
        t,
        {
          serializers: {
            user(value) {
              see('given', value);
              return 'serialized';
            },
          },
        },
        (logger) => logger.info({ user: Object.freeze({ id: 1 }) }),
      ),
    'a serializer that throws': (t, see) =>
      said(
        t,
        {
          serializers: {
            user() {
              throw new Error('own');
            },
          },
        },
        (logger) => see.outcome('info', () => logger.info({ user: 1 })),
      ),
    formatters: (t) =>
      said(
        t,
        {
          formatters: {
            level: (label, number) => ({ label, number }),
            bindings: () => ({ b: 1 }),
            log: (object) => ({ ...object, l: 1 }),
          },
        },
        (logger) => logger.info({ a: 1 }, 'x'),
      ),
    mixin: (t, see) =>
      said(
        t,
        {
          mixin(object, level, own) {
            see('mixin', [object, level, own.constructor.name]);
            return { m: 1 };
          },
        },
        (logger) => logger.info({ a: 1 }, 'x'),
      ),
    'a mixin that throws': (t, see) =>
      said(
        t,
        {
          mixin() {
            throw new Error('own');
          },
        },
        (logger) => see.outcome('info', () => logger.info('x')),
      ),
    logMethod: (t, see) =>
      said(
        t,
        {
          hooks: {
            logMethod(args, method, level) {
              see('args', [args, level, typeof method]);
              return method.apply(this, args.reverse());
            },
          },
        },
        (logger) => logger.info('a', { b: 1 }),
      ),
    streamWrite: (t) =>
      said(t, { hooks: { streamWrite: (text) => text.replace('secret', '***') } }, (logger) => logger.info('a secret')),
    redact: (t, see) =>
      said(t, { redact: ['a.b', 'list[*].x'] }, (logger) =>
        logger.info(see.unchanged('object', { a: { b: 1 }, list: [{ x: 1 }, { y: 2 }] })),
      ),
    children: (t, see) =>
      said(t, {}, (logger) => {
        const child = logger.child(see.unchanged('bindings', Object.freeze({ c: 1 })), { level: 'debug' });
        child.debug('a');
        see('bindings', [child.bindings(), child.level, Object.getPrototypeOf(child) === logger]);
        child.setBindings({ d: 2 });
        child.info('b');
      }),
    onChild: (t, see) => {
      const { logger } = make(t, { onChild: (child) => see('child', child.bindings()) });
      logger.child({ a: 1 });
    },
    levels: (t, see) =>
      said(t, { level: 'warn', customLevels: { loud: 45 } }, (logger) => {
        logger.info('a');
        logger.loud('b');
        logger.on('level-change', (...args) => see('change', args.slice(0, 4)));
        logger.level = 'info';
        logger.info('c');
        see('levels', [logger.levelVal, logger.isLevelEnabled('debug'), logger.levels]);
      }),
    'an unknown level': (t, see) => {
      see.outcome('make', () => make(t, { level: 'nothing' }).logger.level);
    },
    "keys of one's own": (t) =>
      said(t, { messageKey: 'message', errorKey: 'error', nestedKey: 'payload' }, (logger) => {
        logger.info({ a: 1 }, 'x');
      }),
    'base and timestamp': ({ pino }) => {
      const { lines, stream } = sink();
      pino({ base: { app: 'x' }, timestamp: () => ',"t":1' }, stream).info('a');
      return lines;
    },
    errors: (t) =>
      said(t, { serializers: { err: (error) => error.message } }, (logger) => {
        logger.error(new Error('e'));
        logger.error({ err: new Error('f') }, 'x');
        logger.error(new Error('g'), 'x');
      }),
    'metadata of a stream': (t, see) => {
      const { logger, stream } = make(t, {}, { [Symbol.for('pino.metadata')]: true });
      logger.info({ a: 1 }, 'x');
      see('last', [stream.lastLevel, stream.lastMsg, stream.lastObj, stream.lastLogger === logger]);
    },
    'a stream that throws': ({ pino }, see) => {
      const logger = pino(BASE, {
        write() {
          throw new Error('own');
        },
      });
      see.outcome('info', () => logger.info('x'));
    },
    'a stream that is none': ({ pino }, see) => {
      see.outcome('make', () => pino(BASE, {}));
    },
    multistream: ({ pino }) => {
      const a = sink();
      const b = sink();
      const logger = pino(BASE, pino.multistream([{ stream: a.stream }, { level: 'error', stream: b.stream }]));
      logger.info('x');
      logger.error('y');
      return [a.lines, b.lines];
    },
    flush: (t, see) => {
      const { logger } = make(t);
      see.outcome('flush', () => logger.flush());
      return new Promise((resolve) => {
        logger.flush((...args) => resolve(args));
      });
    },
    CRLF: (t) => said(t, { crlf: true }, (logger) => logger.info('x')),
    disabled: (t) => said(t, { enabled: false }, (logger) => logger.info('x')),
    'options are frozen': (t, see) => {
      const { lines, stream } = sink();
      t.pino(see.unchanged('options', Object.freeze({ ...BASE, redact: Object.freeze(['a']) })), stream).info({ a: 1 });
      return lines;
    },
    '`this` is lost': (t, see) => {
      const { info } = make(t).logger;
      see.outcome('info', () => info('x'));
    },
    'text that is not ASCII': (t) => said(t, {}, (logger) => logger.info({ a: '\u2028"\\\ud800é' }, 'x')),
  },
};
