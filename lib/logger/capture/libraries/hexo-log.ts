import { attempt } from '../../../attempt';
import { isError } from '../../line/error-description';
import { LEVEL, STREAM } from '../../line/symbols';
import type { Info, StreamName } from '../../types';
import { infoOfFields, type Said } from '../../line/written-info';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { passing } from '../passing';
import { NUMBERED_LEVELS, severityOfNumber } from '../severity';
import { formatArguments } from '../text';

interface HexoLogger {
  readonly level?: number;
}

const [TRACE, WARN] = [10, 40];

/** As hexo-log reads a call: an object comes first, and is an error or has one; the others are the message. */
function infoOf(level: number, args: readonly unknown[]): Info {
  const [first, ...rest] = args;
  const isObject = typeof first === 'object' && first !== null;
  const given = isObject ? ((first as { err?: unknown }).err ?? first) : undefined;
  const fault = isError(given) ? given : undefined;
  const text = formatArguments(isObject ? rest : args);
  const message = text === '' && fault ? fault.message : text;
  const name = NUMBERED_LEVELS[level] ?? 'info';
  const said: Said = { level: name, severity: severityOfNumber(level), message, fault };
  const stream: StreamName = level === TRACE || level >= WARN ? 'stderr' : 'stdout';
  const { stack } = fault ?? {};
  return { ...infoOfFields(stack === undefined ? {} : { stack }, said), [LEVEL]: name, [STREAM]: stream };
}

/** It writes a line in three pieces: the level, the message through a console of its own, and the stack of an error. */
function patch(exports: { default?: unknown; logger?: unknown }, lines: CapturedLines): unknown {
  const create = exports.default ?? exports.logger;
  if (typeof create !== 'function') return exports;
  const prototype = Object.getPrototypeOf((create as () => object)()) as object;
  replace(
    prototype,
    '_writeLogOutput',
    (write) =>
      function (this: HexoLogger, level: number, args: unknown[], ...rest: unknown[]) {
        const asIs = (): unknown => passing(() => write.call(this, level, args, ...rest) as unknown);
        if (level < (this.level ?? 0)) return asIs();
        const info = attempt(() => infoOf(level, [...args]), undefined);
        if (info === undefined) return asIs();
        lines.send(info);
        return lines.isJson && lines.write(info) ? undefined : asIs();
      },
  );
  return exports;
}

/** The logger of the static site generator hexo and its plugins. */
export const hexoLog: Library = { name: 'hexo-log', versions: ['>=3 <5'], patch };
