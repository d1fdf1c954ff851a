// winston: what comes back, what transports and streams of the app receive, how loggers end.
const { Writable } = require('node:stream');

/** A stream of the app; the IDs are ours by design. */
function sink() {
  const lines = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk).replace(/,?"(trace_id|span_id|trace_flags|request_id)":"[^"]*"/g, ''));
      done();
    },
  });
  return { lines, stream };
}
const make = ({ winston }, options) => {
  const { lines, stream } = sink();
  return {
    lines,
    logger: winston.createLogger({ transports: [new winston.transports.Stream({ stream })], ...options }),
  };
};
const own = ({ Transport }, log) =>
  new (class Own extends Transport {
    log(...args) {
      log(...args);
    }
  })();
const IDS = ['trace_id', 'span_id', 'trace_flags', 'request_id'];
const without = (info) => Object.fromEntries(Object.entries(info).filter(([key]) => !IDS.includes(key)));

module.exports = {
  setup: (load) => ({ winston: load('winston'), Transport: load('winston-transport') }),
  calls: {
    'the package': ({ winston }) => [
      Object.keys(winston).length,
      winston.createLogger,
      winston.Logger,
      winston.transports.Console.name,
    ],
    'methods return the logger': (t) => {
      const { logger, lines } = make(t);
      return [
        logger.info('a') === logger,
        logger.log('info', 'b') === logger,
        logger.log({ level: 'info', message: 'c' }) === logger,
        logger.write({ level: 'info', message: 'd' }),
        lines,
      ];
    },
    'messages of all kinds': (t) => {
      const { logger, lines } = make(t);
      for (const each of [
        'text',
        1,
        null,
        undefined,
        true,
        { a: 1 },
        ['x'],
        Symbol('s').description,
        new Date(0),
        new Error('e').message,
      ])
        logger.info(each);
      logger.info();
      return lines;
    },
    metadata: (t, see) => {
      const { logger, lines } = make(t);
      logger.info('a', see.unchanged('meta', Object.freeze({ b: 1 })));
      logger.info('a', see.unchanged('bare', Object.assign(Object.create(null), { b: 1 })));
      logger.info('a %s', 'b', { c: 1 });
      return lines;
    },
    'a frozen message object': (t, see) => {
      const { logger, lines } = make(t);
      see.outcome(
        'log',
        () => logger.log(see.unchanged('info', Object.freeze({ level: 'info', message: 'x' }))) === logger,
      );
      see.outcome('write', () => logger.write(Object.freeze({ level: 'info', message: 'y' })));
      return lines;
    },
    levels: (t) => {
      const { logger, lines } = make(t, { level: 'warn' });
      logger.info('a');
      logger.warn('b');
      return [lines, logger.isInfoEnabled(), logger.isLevelEnabled('warn'), logger.level, Object.keys(logger.levels)];
    },
    'levels of the app': (t) => {
      const { logger, lines } = make(t, { levels: { loud: 0, quiet: 1 }, level: 'loud' });
      logger.loud('a');
      logger.quiet('b');
      return lines;
    },
    'an unknown level': (t, see) => {
      const { logger } = make(t);
      see.outcome('log', () => logger.log('nothing', 'x') === logger);
    },
    'child loggers': (t, see) => {
      const { logger, lines } = make(t);
      const child = logger.child(see.unchanged('meta', Object.freeze({ module: 'm' })));
      child.info('a', { b: 1 });
      see('same', child.info('c') === child);
      return [lines, child.constructor.name];
    },
    'default metadata': (t, see) => {
      const { logger, lines } = make(t, { defaultMeta: see.unchanged('meta', Object.freeze({ service: 's' })) });
      logger.info('a');
      return lines;
    },
    'a transport of the app': (t, see) => {
      const transport = own(t, (info, done) => {
        see('info', [
          without(info),
          Object.getOwnPropertySymbols(info)
            .map(String)
            .filter((name) => /level|message|splat/.test(name)),
        ]);
        done();
      });
      const { logger } = make(t, { transports: [transport] });
      see('returned', logger.info('a', { b: 1 }) === logger);
    },
    listeners: (t, see) => {
      const { logger } = make(t);
      logger.on('data', (info) => see('data', info.message));
      const count = logger.listenerCount('data');
      logger.removeAllListeners('data');
      return [count, logger.listenerCount('data'), logger.eventNames().map(String)];
    },
    'a format that throws': ({ winston, ...t }, see) => {
      const { logger } = make(
        { winston, ...t },
        {
          format: winston.format(() => {
            throw new Error('own');
          })(),
        },
      );
      see.outcome('info', () => logger.info('a'));
    },
    'a format that drops': ({ winston, ...t }) => {
      const { logger, lines } = make({ winston, ...t }, { format: winston.format(() => false)() });
      logger.info('a');
      return lines;
    },
    'what a format gets': ({ winston, ...t }, see) => {
      const { logger } = make(
        { winston, ...t },
        {
          format: winston.format((info, options) => {
            see('info', [without(info), options]);
            return info;
          })({ x: 1 }),
        },
      );
      logger.error(new Error('e'));
      logger.info('a', 1, 2);
    },
    'a transport that throws': (t, see) => {
      const { logger } = make(t, {
        transports: [
          own(t, () => {
            throw new Error('own');
          }),
        ],
      });
      logger.on('error', (error) => see('error', error.message));
      see.outcome('info', () => logger.info('a') === logger);
    },
    errors: (t) => {
      const { logger, lines } = make(t);
      logger.error(Object.assign(new Error('e'), { code: 'E' }).message);
      logger.error('text', { error: 'x' });
      return lines;
    },
    'end and finish': async (t, see) => {
      const { logger } = make(t);
      const finished = new Promise((resolve) => {
        logger.on('finish', () => {
          see('finish');
          resolve();
        });
      });
      logger.info('a');
      see('end', logger.end() === logger);
      await finished;
    },
    close: (t, see) => {
      const { logger } = make(t);
      logger.on('close', () => see('close'));
      see('returned', logger.close() === logger);
      return logger.transports.length;
    },
    'add, remove and clear': (t, see) => {
      const { logger } = make(t);
      const transport = own(t, () => {});
      see('add', logger.add(transport) === logger);
      see('remove', logger.remove(transport) === logger);
      see('clear', logger.clear() === logger);
      see.outcome('none', () => logger.add());
    },
    'no transports': ({ winston }, see) =>
      see.outcome('info', () => {
        const logger = winston.createLogger({ silent: true });
        return logger.info('a') === logger;
      }),
    'profile and startTimer': (t) => {
      const { logger } = make(t);
      const timer = logger.startTimer();
      return [timer.constructor.name, logger.profile('x') === logger];
    },
    'query of nothing': (t) => {
      const { logger } = make(t);
      return new Promise((resolve) => {
        logger.query({}, (error, results) => resolve([error, results]));
      });
    },
    printf: ({ winston, ...t }) => {
      const { logger, lines } = make(
        { winston, ...t },
        { format: winston.format.printf(({ level, message }) => `${level}: ${message}`) },
      );
      logger.warn('a\nb');
      return lines;
    },
    'a callback': (t) => {
      const { logger } = make(t);
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, 100, 'none');
        logger.log('info', 'a', {}, () => {
          clearTimeout(timer);
          resolve('called');
        });
      });
    },
    '`this` is lost': (t, see) => {
      const { logger, lines } = make(t);
      const { info } = logger;
      see.outcome('info', () => info('a') === undefined);
      return lines;
    },
  },
  alone: {
    'exceptions, handled by the logger': ({ winston }, see) => {
      const { lines, stream } = sink();
      const logger = winston.createLogger({
        transports: [new winston.transports.Stream({ stream, handleExceptions: true })],
        exitOnError: false,
      });
      setTimeout(() => {
        see('lines', lines.length);
        see('handles', logger.exceptions.catcher !== false);
        process.exit(3);
      }, 200);
      setImmediate(() => {
        throw new Error('own');
      });
      return new Promise(() => {});
    },
    'exceptions that end the process': ({ winston }) => {
      const { stream } = sink();
      winston.createLogger({ transports: [new winston.transports.Stream({ stream, handleExceptions: true })] });
      setImmediate(() => {
        throw new Error('own');
      });
      return new Promise(() => {});
    },
    'rejections, handled by the logger': ({ winston }, see) => {
      const { lines, stream } = sink();
      winston.createLogger({
        transports: [new winston.transports.Stream({ stream, handleRejections: true })],
        exitOnError: false,
      });
      setTimeout(() => {
        see('lines', lines.length);
        process.exit(0);
      }, 200);
      setImmediate(() => {
        void Promise.reject(new Error('own'));
      });
      return new Promise(() => {});
    },
  },
};
