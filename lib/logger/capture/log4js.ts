import { isError } from '../error-description';
import { FAULT, LEVEL, SEVERITY } from '../symbols';
import type { Info, StreamName } from '../types';
import { attempt, replace, type Library } from './library';
import type { CapturedLines } from './lines';
import { passing } from './passing';
import { severityOfName } from './severity';
import { formatArguments } from './text';

interface LoggingEvent { readonly categoryName: string; readonly data: readonly unknown[]; readonly level: { readonly levelStr: string }; readonly context?: object; readonly error?: unknown }
type Layout = (event: LoggingEvent, ...rest: unknown[]) => unknown;
interface Layouts { layout(type: string, config: unknown): Layout; readonly [name: string]: unknown }

function infoOf(event: LoggingEvent): Info {
  const level = event.level.levelStr.toLowerCase();
  const fault = event.data.find(isError);
  const number = severityOfName(level);
  return {
    ...event.context, message: formatArguments(event.data), logger: event.categoryName, level, [LEVEL]: level,
    ...(number !== undefined && { [SEVERITY]: number }), ...(fault && { [FAULT]: fault }),
  };
}

/** The layouts of an appender that writes to a standard stream: what they return is the line. */
const appender = (stream: StreamName) => (exports: object, lines: CapturedLines): unknown => {
  const shaped = (layout: Layout): Layout => (event, ...rest) => {
    const text = layout(event, ...rest);
    return typeof text === 'string' ? attempt(() => lines.shape(text, stream, () => infoOf(event)), text) : text;
  };
  replace(exports, 'configure', (configure) => function (config: unknown, layouts: Layouts, ...rest: unknown[]) {
    const wrapped = new Proxy(layouts, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name === 'layout') return (type: string, options: unknown) => shaped(target.layout(type, options));
        return typeof value === 'function' && String(name).endsWith('Layout') ? shaped(value as Layout) : value;
      },
    });
    const append = configure.call(this, config, wrapped, ...rest) as (event: LoggingEvent) => unknown;
    return Object.assign((event: LoggingEvent) => passing(() => append(event)), append);
  });
  return exports;
};

export const log4js: Library = {
  name: 'log4js', versions: ['>=3 <7'],
  files: {
    'log4js/lib/appenders/stdout.js': appender('stdout'),
    'log4js/lib/appenders/stderr.js': appender('stderr'),
    'log4js/lib/appenders/console.js': appender('stdout'),
    'log4js/lib/clustering.js': (exports: object, lines) => {
      replace(exports, 'send', (send) => function (this: unknown, event: LoggingEvent, ...rest: unknown[]) {
        attempt(() => lines.send(infoOf(event)), undefined);
        return send.call(this, event, ...rest) as unknown;
      });
      return exports;
    },
  },
};
