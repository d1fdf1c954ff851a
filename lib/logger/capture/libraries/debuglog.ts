import { attempt } from '../../../attempt';
import { LEVEL, STREAM } from '../../line/symbols';
import type { CapturedLines } from '../lines';
import type { Rewrite } from '../stream-writes';
import { withoutColours } from '../../line/written-info';

/**
 * As Node writes it, for `util.debuglog` and for its own modules alike:
 * https://nodejs.org/api/util.html#utildebuglogsection-callback
 */
const LINE = /^([^\s]+) (\d+): ([^]*)\n$/;

/** Makes lines of what `NODE_DEBUG` lets through, level debug. It was enabled by name, so LOG_LEVEL does not apply. */
export function createDebuglogRewrite(lines: CapturedLines): Rewrite {
  let isBusy = false;
  return (stream, chunk) => {
    // What makes a line may be what is debugged.
    if (typeof chunk !== 'string' || stream !== 'stderr' || isBusy) return undefined;
    const [, section, pid, message] = LINE.exec(withoutColours(chunk)) ?? [];
    if (Number(pid) !== process.pid || message === undefined) return undefined;
    isBusy = true;
    try {
      return attempt(() => {
        const info = { level: 'debug', message, logger: section, [LEVEL]: 'debug', [STREAM]: stream };
        lines.send(info);
        const text = lines.shape(chunk, stream, () => info);
        return text === chunk ? undefined : `${text}\n`;
      }, undefined);
    } finally {
      isBusy = false;
    }
  };
}
