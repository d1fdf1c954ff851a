const path = require('node:path');

// bunyan: raw and text streams of the app, serializers, children, what methods return.
const IDS = ['trace_id', 'span_id', 'trace_flags', 'request_id'];
const NATURE = ['time', 'pid', 'hostname'];
const without = (record) =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !IDS.includes(key) && !NATURE.includes(key)));
function make({ bunyan }, options) {
  const records = [];
  const lines = [];
  const logger = bunyan.createLogger({
    name: 'app',
    streams: [
      { type: 'raw', stream: { write: (record) => records.push(without(record)) } },
      { stream: { write: (text) => lines.push(without(JSON.parse(text))) } },
    ],
    ...options,
  });
  return { records, lines, logger };
}
const said = (t, options, say) => {
  const { records, lines, logger } = make(t, options);
  say(logger);
  return [records, lines];
};

module.exports = {
  setup: (load) => ({ bunyan: load('bunyan') }),
  calls: {
    'the package': ({ bunyan }) => [
      bunyan.name,
      bunyan.length,
      Object.keys(bunyan).length,
      bunyan.prototype.info.length,
      bunyan.prototype.info.name,
    ],
    'what methods return': (t) => {
      const { logger } = make(t);
      return [logger.info('a'), logger.info(), logger.debug(), logger.debug('x'), logger.fatal()];
    },
    'messages of all kinds': (t) =>
      said(t, {}, (logger) => {
        for (const each of ['text', 1, null, undefined, true, { a: 1 }, ['x']]) logger.info(each);
        logger.info('%s %d', 'a', 1);
      }),
    fields: (t, see) =>
      said(t, {}, (logger) => {
        logger.info(see.unchanged('frozen', Object.freeze({ a: Object.freeze({ b: 1 }) })), 'x');
        logger.info(see.unchanged('bare', Object.assign(Object.create(null), { a: 1 })), 'x');
      }),
    'fields keep their identity in raw streams': ({ bunyan }) => {
      const own = { deep: { x: 1 } };
      let got;
      bunyan
        .createLogger({
          name: 'app',
          streams: [
            {
              type: 'raw',
              stream: {
                write(record) {
                  got = record;
                },
              },
            },
          ],
        })
        .info({ own });
      return [got.own === own, got.own.deep === own.deep, got.time instanceof Date];
    },
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
    'circular objects': (t) => {
      const { lines, logger } = make(t, {});
      const a = {};
      a.a = a;
      logger.info({ a });
      return lines;
    },
    errors: (t) =>
      said(t, { serializers: { err: (error) => error.message } }, (logger) => {
        logger.error(new Error('e'));
        logger.error({ err: new Error('f') }, 'x');
        logger.error(new Error('g'), 'x %s', 'y');
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
    children: (t, see) =>
      said(t, {}, (logger) => {
        const child = logger.child(see.unchanged('fields', Object.freeze({ c: 1 })));
        child.info('a');
        see('child', [child.constructor.name, child.fields.c]);
        logger.child({ d: 2 }, true).info('b');
      }),
    levels: (t, see) =>
      said(t, {}, (logger) => {
        see('level', [logger.level(), logger.levels()]);
        logger.level('warn');
        logger.info('a');
        logger.warn('b');
        see('enabled', [logger.info(), logger.warn()]);
        see.outcome('unknown', () => logger.level('nothing'));
      }),
    src: (t) => {
      const { records, logger } = make(t, { src: true });
      logger.info('a');
      return records.map(({ src }) => [typeof src, { ...src, file: src.file && path.basename(src.file) }]);
    },
    'src of the app': (t) => {
      const { records, logger } = make(t, { src: true });
      logger.info({ src: 'own' }, 'a');
      logger.child({ src: { file: 'own' } }).info('a');
      return records.map(({ src }) => src);
    },
    'src within a function': (t) => {
      const { records, logger } = make(t, { src: true });
      (function named() {
        logger.error(new Error('a'));
      })();
      return records.map(({ src }) => [src.line, src.func]);
    },
    'a stream that throws': ({ bunyan }, see) => {
      const logger = bunyan.createLogger({
        name: 'app',
        streams: [
          {
            type: 'raw',
            stream: {
              write() {
                throw new Error('own');
              },
            },
          },
        ],
      });
      see.outcome('info', () => logger.info('x'));
    },
    'a ring buffer': ({ bunyan }) => {
      const ring = new bunyan.RingBuffer({ limit: 1 });
      const logger = bunyan.createLogger({ name: 'app', streams: [{ type: 'raw', stream: ring }] });
      logger.info('a');
      logger.info('b');
      return ring.records.map(without);
    },
    'addStream and reopen': (t, see) => {
      const { logger } = make(t);
      const records = [];
      logger.addStream({ type: 'raw', level: 'error', stream: { write: (record) => records.push(without(record)) } });
      logger.info('a');
      logger.error('b');
      see.outcome('reopen', () => logger.reopenFileStreams());
      return records;
    },
    'no name': ({ bunyan }, see) => {
      see.outcome('none', () => bunyan.createLogger({}));
      see.outcome('nothing', () => bunyan.createLogger());
    },
    'options are frozen': ({ bunyan }, see) => {
      const records = [];
      bunyan
        .createLogger(
          see.unchanged(
            'options',
            Object.freeze({
              name: 'app',
              streams: Object.freeze([{ type: 'raw', stream: { write: (record) => records.push(without(record)) } }]),
            }),
          ),
        )
        .info('x');
      return records;
    },
    '`this` is lost': (t, see) => {
      const { info } = make(t).logger;
      see.outcome('info', () => info('x'));
    },
    'a class of the app': ({ bunyan }) => {
      const records = [];
      class Log extends bunyan {}
      const log = new Log({
        name: 'app',
        streams: [{ type: 'raw', stream: { write: (record) => records.push(without(record)) } }],
      });
      log.info('x');
      return [log.constructor.name, log instanceof bunyan, records];
    },
  },
};
