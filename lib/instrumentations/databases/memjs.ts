import type { PatchedPackage } from '../../package-hooks';
import { callingBack, follow } from '../shape/calls';
import { DatabaseInstrumentation, failure } from './database';

interface Client {
  readonly servers?: readonly { readonly host?: unknown; readonly port?: unknown }[];
}

const COMMANDS = ['get', 'set', 'add', 'replace', 'delete', 'increment', 'decrement', 'append', 'prepend', 'touch'];

/** memjs: a call without a callback calls itself with one, so that the calls with one are all there are. */
export class MemjsInstrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'memcached';
  protected override readonly needsParent = true;

  constructor(config?: object) {
    super('memjs', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { Client?: { prototype?: object } }): unknown => {
      for (const command of COMMANDS)
        follow(exports.Client?.prototype, command, ({ servers }: Client, args) => {
          if (!args.some((arg: unknown) => typeof arg === 'function')) return undefined;
          const server = servers?.length === 1 ? servers[0] : undefined;
          const operation = this.begin({
            operation: command,
            address: typeof server?.host === 'string' ? server.host : undefined,
            port: Number(server?.port) || undefined,
          });
          return (
            operation &&
            callingBack(args, {
              ended: () => operation.end(),
              failed: (error) => operation.end(failure(error)),
            })
          );
        });
      return exports;
    };
    return [{ name: 'memjs', versions: ['>=1.2 <2'], patch }];
  }
}
