import { attempt } from '../../../attempt';
import { isError } from '../../line/error-description';
import type { StreamName } from '../../types';
import { infoOfFields, infoOfText, type Said } from '../../line/written-info';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { passing } from '../passing';
import { severityOfName } from '../severity';
import { formatArguments } from '../text';

interface LoggingEvent {
  readonly categoryName: string;
  readonly data: readonly unknown[];
  readonly level: { readonly levelStr: string };
  readonly context?: object;
  readonly error?: unknown;
}
type Layout = (event: LoggingEvent, ...rest: unknown[]) => unknown;
interface Layouts {
  layout(type: string, config: unknown): Layout;
  readonly [name: string]: unknown;
}

function saidBy(event: LoggingEvent): Said {
  const level = event.level.levelStr.toLowerCase();
  const fields = { ...event.context, logger: event.categoryName };
  return {
    level,
    severity: severityOfName(level),
    message: formatArguments(event.data),
    fault: event.data.find(isError),
    fields,
  };
}

/** An event on its way to its appenders, and what their layouts make of it. */
interface AppendedEvent {
  readonly event: LoggingEvent;
  printed?: string;
  text?: string;
  isDropped: boolean;
}
let appended: AppendedEvent | undefined;

function note(event: LoggingEvent, text: string, isPrinted: boolean): void {
  if (appended?.event !== event) return;
  appended.text ??= text;
  if (isPrinted) appended.printed ??= text;
}

/**
 * Sends what the layout of an appender left of an event: of one that prints, if there is one. What filters have kept
 * from all appenders is not sent.
 */
function sendLine({ event, printed, text = printed, isDropped }: AppendedEvent, lines: CapturedLines): void {
  const said = saidBy(event);
  const shown = printed ?? text;
  if (shown !== undefined) lines.sendText(shown, said);
  else if (!isDropped)
    lines.send(infoOfFields({ ...said.fields, stack: isError(said.fault) ? said.fault.stack : undefined }, said));
}

/** Appenders that keep events from others. */
function filter(exports: object): unknown {
  replace(
    exports,
    'configure',
    (configure) =>
      function (
        this: unknown,
        config: unknown,
        layouts: unknown,
        find: (name: string) => (event: LoggingEvent) => unknown,
        ...rest: unknown[]
      ) {
        let isPassed = false;
        const found = (name: string) => {
          const append = find(name);
          return Object.assign((event: LoggingEvent) => {
            isPassed = true;
            return append(event);
          }, append);
        };
        const append = configure.call(this, config, layouts, found, ...rest) as (event: LoggingEvent) => unknown;
        return Object.assign((event: LoggingEvent) => {
          isPassed = false;
          const result = append(event);
          if (!isPassed && appended?.event === event) appended.isDropped = true;
          return result;
        }, append);
      },
  );
  return exports;
}

/** What layouts make of events, whichever appender asks for it. */
function patchLayouts(exports: Record<string, unknown>): unknown {
  const noted =
    (layout: Layout): Layout =>
    (event, ...rest) => {
      const text = layout(event, ...rest);
      if (typeof text === 'string') note(event, text, false);
      return text;
    };
  for (const name of Object.keys(exports)) {
    if (/^(?:basic|colou?red|messagePassThrough|dummy)Layout$/.test(name))
      replace(exports, name, (layout) => noted(layout as Layout));
    else if (name === 'layout' || name === 'patternLayout') {
      replace(
        exports,
        name,
        (make) =>
          function (this: unknown, ...args: unknown[]) {
            const layout: unknown = make.apply(this, args);
            return typeof layout === 'function' ? noted(layout as Layout) : layout;
          },
      );
    }
  }
  return exports;
}

/** The layouts of an appender that writes to a standard stream: what they return is the line. */
const appender =
  (stream: StreamName) =>
  (exports: object, lines: CapturedLines): unknown => {
    const shaped =
      (layout: Layout): Layout =>
      (event, ...rest) => {
        const text = layout(event, ...rest);
        if (typeof text !== 'string') return text;
        note(event, text, true);
        return attempt(() => lines.shape(text, stream, () => infoOfText(text, saidBy(event))), text);
      };
    replace(
      exports,
      'configure',
      (configure) =>
        function (config: unknown, layouts: Layouts, ...rest: unknown[]) {
          const wrapped = new Proxy(layouts, {
            get: (target, name) => {
              const value: unknown = Reflect.get(target, name);
              if (name === 'layout') return (type: string, options: unknown) => shaped(target.layout(type, options));
              return typeof value === 'function' && String(name).endsWith('Layout') ? shaped(value as Layout) : value;
            },
          });
          const append = configure.call(this, config, wrapped, ...rest) as (event: LoggingEvent) => unknown;
          return Object.assign((event: LoggingEvent) => passing(() => append(event)), append);
        },
    );
    return exports;
  };

export const log4js: Library = {
  name: 'log4js',
  versions: ['>=3 <7'],
  files: {
    'log4js/lib/layouts.js': patchLayouts,
    'log4js/lib/appenders/logLevelFilter.js': filter,
    'log4js/lib/appenders/noLogFilter.js': filter,
    'log4js/lib/appenders/categoryFilter.js': filter,
    'log4js/lib/appenders/stdout.js': appender('stdout'),
    'log4js/lib/appenders/stderr.js': appender('stderr'),
    'log4js/lib/appenders/console.js': appender('stdout'),
    'log4js/lib/clustering.js': (exports: object, lines) => {
      replace(
        exports,
        'send',
        (send) =>
          function (this: unknown, event: LoggingEvent, ...rest: unknown[]) {
            const outer = appended;
            const own: AppendedEvent = (appended = { event, isDropped: false });
            try {
              return lines.during(
                () => saidBy(event),
                () => send.call(this, event, ...rest) as unknown,
                () => sendLine(own, lines),
              );
            } finally {
              appended = outer;
            }
          },
      );
      return exports;
    },
  },
};
