import type { Library } from './library';

/** A logging package whose hooks are not evaluated before the app loads it. */
export interface LibraryRow {
  readonly name: string;
  /** Files inside the package that are patched. */
  readonly files?: readonly string[];
  readonly load: () => readonly Library[];
}

/** All packages whose lines are taken. A test holds the files against what the libraries patch. */
export const catalogue: readonly LibraryRow[] = [
  { name: 'bunyan', load: () => [(require('./libraries/bunyan') as typeof import('./libraries/bunyan')).bunyan] },
  { name: 'consola', load: () => [(require('./libraries/consola') as typeof import('./libraries/consola')).consola] },
  {
    name: 'hexo-log',
    load: () => [(require('./libraries/hexo-log') as typeof import('./libraries/hexo-log')).hexoLog],
  },
  {
    name: 'log4js',
    files: [
      'log4js/lib/layouts.js',
      'log4js/lib/appenders/logLevelFilter.js',
      'log4js/lib/appenders/noLogFilter.js',
      'log4js/lib/appenders/categoryFilter.js',
      'log4js/lib/appenders/stdout.js',
      'log4js/lib/appenders/stderr.js',
      'log4js/lib/appenders/console.js',
      'log4js/lib/clustering.js',
    ],
    load: () => [(require('./libraries/log4js') as typeof import('./libraries/log4js')).log4js],
  },
  { name: 'morgan', load: () => [(require('./libraries/morgan') as typeof import('./libraries/morgan')).morgan] },
  {
    name: '@nestjs/common',
    files: ['@nestjs/common/services/console-logger.service.js'],
    load: () => [(require('./libraries/nestjs') as typeof import('./libraries/nestjs')).nestjs],
  },
  {
    name: 'pino',
    files: ['pino/lib/tools.js', 'pino/lib/transport.js', 'pino/lib/proto.js'],
    load: () => [(require('./libraries/pino') as typeof import('./libraries/pino')).pino],
  },
  {
    name: 'pino-http-print',
    files: ['pino-http-print/lib/utils.js'],
    load: () => [
      (require('./libraries/pino-http-print') as typeof import('./libraries/pino-http-print')).pinoHttpPrint,
    ],
  },
  {
    name: 'pino-pretty',
    load: () => [(require('./libraries/pino-pretty') as typeof import('./libraries/pino-pretty')).pinoPretty],
  },
  { name: 'signale', load: () => [(require('./libraries/signale') as typeof import('./libraries/signale')).signale] },
  {
    name: 'winston-transport',
    load: () => [
      (require('./libraries/winston-transport') as typeof import('./libraries/winston-transport')).winstonTransport,
    ],
  },
  {
    name: 'winston',
    files: [
      'winston/lib/winston/logger.js',
      'winston/lib/winston/transports/console.js',
      'winston/lib/winston/transports/stream.js',
    ],
    load: () => [(require('./libraries/winston') as typeof import('./libraries/winston')).winston],
  },
];
