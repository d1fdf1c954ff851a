import { attempt } from '../../../attempt';
import { FAULT, LEVEL, SEVERITY } from '../../line/symbols';
import type { Info, StreamName } from '../../types';
import { isError } from '../../line/error-description';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { passing } from '../passing';
import { severityOfName } from '../severity';
import { withoutColours } from '../../line/written-info';
import { formatArguments } from '../text';

interface Type {
  readonly logLevel?: string;
  readonly label?: string;
}
interface Built {
  readonly text: unknown;
  readonly info: Info;
  isSent: boolean;
}

/** The line of a call: its level, and the name of its type if that says more. */
function infoOf({ logLevel, label }: Type, args: readonly unknown[], text: string): Info {
  const level = logLevel === 'timer' || logLevel === undefined ? 'info' : logLevel;
  const fault = args.find(isError);
  const given = args.length === 1 && fault ? fault.message : formatArguments(args);
  const message = text.includes(given) ? given : text.trim();
  return {
    message,
    level,
    ...(label && label !== level && { type: label }),
    [LEVEL]: level,
    [SEVERITY]: severityOfName(level),
    ...(fault && { [FAULT]: fault }),
  } as unknown as Info;
}

const streamOf = (stream: unknown): StreamName | undefined =>
  stream === process.stdout ? 'stdout' : stream === process.stderr ? 'stderr' : undefined;

function patch(exports: any, lines: CapturedLines): unknown {
  const prototype = (exports?.Signale as { prototype?: object } | undefined)?.prototype;
  // A text is built once and then written to each stream of the logger.
  let built: Built | undefined;
  replace(
    prototype,
    '_buildSignale',
    (build) =>
      function (this: unknown, type: Type, ...args: unknown[]) {
        const text = build.call(this, type, ...args) as unknown;
        built = attempt(
          () => ({ text, info: infoOf(type, args, withoutColours(String(text))), isSent: false }),
          undefined,
        );
        return text;
      },
  );
  replace(
    prototype,
    '_write',
    (write) =>
      function (this: unknown, stream: unknown, text: unknown, ...rest: unknown[]) {
        const name = streamOf(stream);
        const known = built?.text === text ? built : undefined;
        // What is below the logger's level is built, too, but not written.
        if (known && !known.isSent) attempt(() => lines.send(known.info), undefined);
        if (known) known.isSent = true;
        const shown = name && known ? attempt(() => lines.shape(String(text), name, () => known.info), text) : text;
        return passing(() => write.call(this, stream, shown, ...rest) as unknown);
      },
  );
  return exports;
}

export const signale: Library = { name: 'signale', versions: ['>=1'], patch };
