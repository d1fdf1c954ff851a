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
  { name: 'bunyan', load: () => [(require('./bunyan') as typeof import('./bunyan')).bunyan] },
  { name: 'consola', load: () => [(require('./consola') as typeof import('./consola')).consola] },
  { name: 'hexo-log', load: () => [(require('./hexo-log') as typeof import('./hexo-log')).hexoLog] },
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
    load: () => [(require('./log4js') as typeof import('./log4js')).log4js],
  },
  { name: 'morgan', load: () => [(require('./morgan') as typeof import('./morgan')).morgan] },
  {
    name: '@nestjs/common',
    files: ['@nestjs/common/services/console-logger.service.js'],
    load: () => [(require('./nestjs') as typeof import('./nestjs')).nestjs],
  },
  {
    name: 'pino',
    files: ['pino/lib/tools.js', 'pino/lib/transport.js', 'pino/lib/proto.js'],
    load: () => [(require('./pino') as typeof import('./pino')).pino],
  },
  {
    name: 'pino-http-print',
    files: ['pino-http-print/lib/utils.js'],
    load: () => [(require('./pino-http-print') as typeof import('./pino-http-print')).pinoHttpPrint],
  },
  { name: 'pino-pretty', load: () => [(require('./pino-pretty') as typeof import('./pino-pretty')).pinoPretty] },
  { name: 'signale', load: () => [(require('./signale') as typeof import('./signale')).signale] },
  {
    name: 'winston-transport',
    load: () => [(require('./winston-transport') as typeof import('./winston-transport')).winstonTransport],
  },
  {
    name: 'winston',
    files: [
      'winston/lib/winston/logger.js',
      'winston/lib/winston/transports/console.js',
      'winston/lib/winston/transports/stream.js',
    ],
    load: () => [(require('./winston') as typeof import('./winston')).winston],
  },
];
