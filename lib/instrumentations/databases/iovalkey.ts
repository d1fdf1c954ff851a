import { attempt } from '../../attempt';
import { looksLike } from '../../looks-like';
import type { PatchedPackage } from '../../package-hooks';
import { follow } from '../shape/calls';
import { DatabaseInstrumentation, failure, type Place } from './database';
import type { DatabaseOperation } from './operation';

/** A command settles by two functions that it holds. */
interface Command {
  readonly name?: unknown;
  resolve?: (value: unknown) => unknown;
  reject?: (error: unknown) => unknown;
}
interface Client {
  readonly status?: string;
  readonly options?: { host?: unknown; port?: unknown; path?: unknown; db?: unknown };
}

/** What a client asks by itself while it connects. */
const OF_CONNECTING = new Set(['info', 'auth', 'hello', 'select', 'client', 'readonly', 'cluster']);

/** iovalkey, the client of Valkey that came from ioredis: each command once, by whichever of its clients it goes. */
export class IovalkeyInstrumentation extends DatabaseInstrumentation {
  protected override readonly system = 'valkey';
  protected override readonly needsParent = true;
  readonly #sent = new WeakMap<object, DatabaseOperation | null>();

  constructor(config?: object) {
    super('iovalkey', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: any): unknown => {
      for (const Client of [exports.Redis, exports.Cluster, exports.default, exports] as { prototype?: object }[])
        follow(Client?.prototype, 'sendCommand', (self: Client, [command]) => this.#send(self, command as Command));
      return exports;
    };
    return [{ name: 'iovalkey', versions: ['>=0.1 <1'], patch }];
  }

  #send(self: Client, command: Command): undefined {
    // A command that waited for the connection comes again, and so does one of a cluster.
    const known = this.#sent.get(command);
    if (known !== undefined) return void known?.locate(placeOf(self));
    this.#sent.set(command, null);
    const { name, resolve, reject } = command;
    if (typeof name !== 'string' || (self.status === 'connect' && OF_CONNECTING.has(name))) return;
    const operation = this.begin({ ...placeOf(self), operation: name.toUpperCase() });
    if (operation === undefined || typeof resolve !== 'function' || typeof reject !== 'function') return;
    this.#sent.set(command, operation);
    command.resolve = looksLike(resolve, (value: unknown) => {
      attempt(() => operation.end());
      return resolve(value);
    });
    command.reject = looksLike(reject, (error: unknown) => {
      attempt(() => operation.end(failure(error)));
      return reject(error);
    });
  }
}

function placeOf({ options }: Client): Place {
  const { host, port, path, db } = options ?? {};
  const namespace = typeof db === 'number' ? String(db) : undefined;
  if (typeof path === 'string' && path !== '') return { namespace, address: path };
  return { namespace, address: typeof host === 'string' ? host : undefined, port: Number(port) || undefined };
}
