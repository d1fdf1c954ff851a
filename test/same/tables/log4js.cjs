// log4js: appenders and layouts of the app, categories, contexts, shutdown.
const BASICS = { own: { type: { configure: null } } };

function configure({ log4js }, more = {}) {
  const events = [];
  const configured = log4js.configure({
    appenders: {
      own: {
        type: {
          configure: (config, layouts, findAppender, levels) => {
            events.push([typeof layouts.layout, typeof findAppender, levels.INFO.levelStr]);
            return (event) => events.push([event.categoryName, event.level.levelStr, event.data, event.context]);
          },
        },
      },
      ...more.appenders,
    },
    categories: { default: { appenders: ['own'], level: 'debug' }, ...more.categories },
  });
  return { events, configured, logger: log4js.getLogger() };
}

module.exports = {
  setup: (load) => ({ log4js: load('log4js') }),
  calls: {
    'the package': ({ log4js }) => [Object.keys(log4js), log4js.getLogger().constructor.name, Object.keys(BASICS)],
    'what methods return': (t) => {
      const { logger } = configure(t);
      return [logger.info('a'), logger.log('info', 'b'), logger.isDebugEnabled(), logger.info.length];
    },
    'events of an appender': (t) => {
      const { events, logger } = configure(t);
      logger.info('a %s', 'b', { c: 1 }, 2);
      return events;
    },
    'messages of all kinds': (t) => {
      const { events, logger } = configure(t);
      for (const each of ['text', 1, null, undefined, true, { a: 1 }, ['x'], Symbol('s')]) logger.warn(each);
      logger.warn();
      return events;
    },
    'objects keep their identity': ({ log4js }) => {
      const own = Object.freeze({ a: 1 });
      let got;
      log4js.configure({
        appenders: {
          own: {
            type: {
              configure: () => (event) => {
                got = event;
              },
            },
          },
        },
        categories: { default: { appenders: ['own'], level: 'all' } },
      });
      log4js.getLogger().info(own);
      return [got.data[0] === own, got.constructor.name];
    },
    errors: (t) => {
      const { events, logger } = configure(t);
      const error = new Error('e');
      logger.error('x', error);
      return events.at(-1)[2][1] === error;
    },
    levels: (t, see) => {
      const { events, logger } = configure(t);
      logger.level = 'error';
      logger.info('a');
      logger.error('b');
      see('level', String(logger.level));
      return events;
    },
    'an unknown level': (t, see) => {
      const { events, logger } = configure(t);
      see.outcome('log', () => logger.log('nothing', 'x'));
      return events;
    },
    categories: ({ log4js, ...t }) => {
      const { events } = configure({ log4js, ...t }, { categories: { db: { appenders: ['own'], level: 'warn' } } });
      log4js.getLogger('db').info('a');
      log4js.getLogger('db').warn('b');
      log4js.getLogger('db.pool').warn('c');
      return events;
    },
    contexts: (t, see) => {
      const { events, logger } = configure(t);
      logger.addContext('user', see.unchanged('user', Object.freeze({ id: 1 })));
      logger.info('a');
      logger.removeContext('user');
      logger.info('b');
      logger.clearContext();
      return events;
    },
    'a layout of the app': ({ log4js }, see) => {
      log4js.addLayout('own', (config) => (event) => {
        see('event', [event.data, config.x]);
        return 'text';
      });
      const lines = [];
      log4js.configure({
        appenders: {
          own: {
            type: {
              configure: (config, layouts) => {
                const layout = layouts.layout(config.layout.type, config.layout);
                return (event) => lines.push(layout(event));
              },
            },
            layout: { type: 'own', x: 1 },
          },
        },
        categories: { default: { appenders: ['own'], level: 'all' } },
      });
      log4js.getLogger().info('a');
      return lines;
    },
    'a pattern': ({ log4js }) => {
      const lines = [];
      log4js.configure({
        appenders: {
          own: {
            type: {
              configure: (config, layouts) => {
                const layout = layouts.patternLayout('%p %c %m');
                return (event) => lines.push(layout(event));
              },
            },
          },
        },
        categories: { default: { appenders: ['own'], level: 'all' } },
      });
      log4js.getLogger('cat').info('a');
      return lines;
    },
    'an appender that throws': ({ log4js }, see) => {
      log4js.configure({
        appenders: {
          own: {
            type: {
              configure: () => () => {
                throw new Error('own');
              },
            },
          },
        },
        categories: { default: { appenders: ['own'], level: 'all' } },
      });
      see.outcome('info', () => log4js.getLogger().info('a'));
    },
    'a filter': ({ log4js }) => {
      const events = [];
      log4js.configure({
        appenders: {
          own: { type: { configure: () => (event) => events.push(event.data) } },
          errors: { type: 'logLevelFilter', appender: 'own', level: 'error' },
        },
        categories: { default: { appenders: ['errors'], level: 'all' } },
      });
      log4js.getLogger().info('a');
      log4js.getLogger().error('b');
      return events;
    },
    recording: ({ log4js }) => {
      log4js.configure({
        appenders: { own: { type: 'recording' } },
        categories: { default: { appenders: ['own'], level: 'all' } },
      });
      const { replay, erase } = log4js.recording();
      erase();
      log4js.getLogger().info('a');
      return replay().map(({ data }) => data);
    },
    'a configuration that is none': ({ log4js }, see) => {
      see.outcome('nothing', () => typeof log4js.configure());
      see.outcome('empty', () => log4js.configure({}));
      see.outcome('unknown type', () =>
        log4js.configure({
          appenders: { own: { type: 'nothing' } },
          categories: { default: { appenders: ['own'], level: 'all' } },
        }),
      );
    },
    'a configuration that is frozen': ({ log4js }, see) =>
      see.outcome(
        'configure',
        () =>
          typeof log4js.configure(
            see.unchanged(
              'config',
              Object.freeze({
                appenders: Object.freeze({ own: Object.freeze({ type: 'recording' }) }),
                categories: Object.freeze({
                  default: Object.freeze({ appenders: Object.freeze(['own']), level: 'all' }),
                }),
              }),
            ),
          ).getLogger,
      ),
    'the call stack': ({ log4js }) => {
      const events = [];
      log4js.configure({
        appenders: {
          own: {
            type: {
              configure: () => (event) => events.push([event.fileName?.endsWith('log4js.cjs'), event.lineNumber > 0]),
            },
          },
        },
        categories: { default: { appenders: ['own'], level: 'all', enableCallStack: true } },
      });
      log4js.getLogger().info('a');
      return events;
    },
    '`this` is lost': (t, see) => {
      const { info } = configure(t).logger;
      see.outcome('info', () => info('x'));
    },
    shutdown: ({ log4js, ...t }, see) => {
      configure({ log4js, ...t });
      return new Promise((resolve) => {
        see(
          'returned',
          log4js.shutdown((...args) => resolve(args)),
        );
      });
    },
    'shutdown with appenders that end': ({ log4js }, see) => {
      log4js.configure({
        appenders: {
          own: {
            type: {
              configure: () =>
                Object.assign(() => {}, {
                  shutdown: (done) => {
                    see('shutdown');
                    setImmediate(done);
                  },
                }),
            },
          },
        },
        categories: { default: { appenders: ['own'], level: 'all' } },
      });
      return new Promise((resolve) => {
        log4js.shutdown(resolve);
      });
    },
    connectLogger: ({ log4js, ...t }) => {
      const { logger } = configure({ log4js, ...t });
      return log4js.connectLogger(logger, { level: 'auto' }).length;
    },
  },
};
