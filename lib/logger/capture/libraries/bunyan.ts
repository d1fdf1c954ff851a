import { attempt } from '../../../attempt';
import { isError } from '../../line/error-description';
import type { Ids } from '../../types';
import { infoOfFields, type Said } from '../../line/written-info';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { NUMBERED_LEVELS, severityOfNumber } from '../severity';

type BunyanRecord = Record<string, unknown> & { level: number };
type Logger = { readonly src?: boolean };

/** Above it are bunyan's function that makes records, and its method. */
const REPLACED_FRAME = 2;
/** Bunyan's own fields, which log records have places for. */
const OWN = ['level', 'msg', 'time', 'v', 'pid', 'hostname'];

/**
 * One call of `_emit` is one line, for all of a logger's streams. The record is bunyan's own and made for this line, so
 * IDs can be put into it.
 */
function patch(exports: { prototype?: object }, lines: CapturedLines): unknown {
  let fault: Error | undefined;
  for (const level of Object.values(NUMBERED_LEVELS)) {
    replace(
      exports.prototype,
      level,
      (original) =>
        function (this: Logger | undefined, ...args: unknown[]) {
          // Serializers leave nothing that distinguishes an error from an object that looks like one.
          const [first] = args;
          const found = isError(first)
            ? first
            : attempt(() => (first as { err?: unknown } | undefined)?.err, undefined);
          fault = isError(found) ? found : undefined;
          const undo = this?.src ? attempt(hideFrame, undefined) : undefined;
          try {
            return original.apply(this, args) as unknown;
          } finally {
            fault = undefined;
            undo?.();
          }
        },
    );
  }
  replace(
    exports.prototype,
    '_emit',
    (emit) =>
      function (this: unknown, record: BunyanRecord, noEmit?: boolean) {
        if (noEmit) return emit.call(this, record, noEmit) as unknown;
        const ids = lines.ids();
        // Hidden in the record is only what firstlight hides.
        const said = attempt(() => saidBy(record, fault, ids), undefined);
        const info = said && lines.isConnected ? attempt(() => infoOfFields(record, said), undefined) : undefined;
        attempt(() => {
          lines.stampObject(record, ids);
          lines.hideInObject(record);
        }, undefined);
        return lines.during(
          () => said!,
          () => emit.call(this, record) as unknown,
          () => info && lines.send(info),
        );
      },
  );
  return exports;
}

/** For loggers with `src: true`, bunyan takes the third frame for what called it, which is the replaced method's. */
function hideFrame(): () => void {
  const { captureStackTrace } = Error;
  const undo = (): void => {
    Error.captureStackTrace = captureStackTrace;
  };
  Error.captureStackTrace = (target, above) => {
    if (above?.name === 'getCaller3Info') {
      undo();
      const { prepareStackTrace } = Error;
      Error.stackTraceLimit += 1;
      Error.prepareStackTrace = (error, frames) => {
        frames.splice(REPLACED_FRAME, 1);
        return prepareStackTrace?.(error, frames) as unknown;
      };
    }
    captureStackTrace(target, above);
  };
  return undo;
}

/** Serializers have left the record as it is: what they hide of an error stays hidden. */
function saidBy(record: BunyanRecord, fault: Error | undefined, ids: Ids): Said {
  return {
    level: NUMBERED_LEVELS[record.level] ?? String(record.level),
    severity: severityOfNumber(record.level),
    ids,
    fault,
    message: record['msg'],
    fields: record,
    messageKey: 'msg',
    own: OWN,
  };
}

export const bunyan: Library = { name: 'bunyan', versions: ['>=1 <3'], patch };
