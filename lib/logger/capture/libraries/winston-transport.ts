import { attempt } from '../../../attempt';
import type { Info } from '../../types';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { infoOf, saidBy, waiting, type Transport } from './winston';

type Callback = (error?: unknown) => void;
interface Chunk {
  readonly chunk: Info;
  readonly callback: Callback;
}

/**
 * The transport as the base class is to see it while it writes: a line that waits for its format is sent when `log` is
 * called with what that has left. The app's own transport stays as it is.
 */
function seen(transport: Transport, take: () => Info | undefined, lines: CapturedLines): Transport {
  let given: Info | undefined;
  return Object.create(transport, {
    format: {
      value: transport.format && {
        transform(copy: Info, options: unknown): unknown {
          given = take();
          return transport.format!.transform(copy, options);
        },
        options: (transport.format as { options?: unknown }).options,
      },
    },
    log: {
      value: (info: Info, callback: Callback): unknown => {
        const waited = transport.format ? given : info;
        if (!waited || !waiting.delete(waited)) return transport.log(info, callback);
        return lines.during(
          () => saidBy(info),
          () => transport.log(info, callback),
          () => lines.send(infoOf(info)),
        );
      },
    },
  }) as Transport;
}

function patch(Class: { prototype?: object }, lines: CapturedLines): unknown {
  replace(
    Class.prototype,
    '_write',
    (write) =>
      function (this: Transport, info: Info, encoding: unknown, callback: Callback) {
        const self = waiting.get(info) === this ? seen(this, () => info, lines) : this;
        return write.call(self, info, encoding, callback) as unknown;
      },
  );
  replace(
    Class.prototype,
    '_writev',
    (writev) =>
      function (this: Transport, chunks: readonly Chunk[], callback: Callback) {
        if (!chunks.some(({ chunk }) => waiting.get(chunk) === this))
          return writev.call(this, chunks, callback) as unknown;
        // Its format is called for those that it accepts, one after the other.
        const accepted = attempt(() => chunks.filter((each) => this._accept(each)), []).map(({ chunk }) => chunk);
        const take = (): Info | undefined => {
          const info = accepted.shift();
          return info && waiting.get(info) === this ? info : undefined;
        };
        return writev.call(seen(this, take, lines), chunks, callback) as unknown;
      },
  );
  return Class;
}

/** The base class of winston's transports, whichever package brings them. */
export const winstonTransport: Library = { name: 'winston-transport', versions: ['>=4 <5'], patch };
