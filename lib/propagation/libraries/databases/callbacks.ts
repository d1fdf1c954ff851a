import { attempt } from '../../../attempt';
import { bindToContext } from '../../../context';
import { bindObject, bindsCallbacks, eachOf, emitsBound } from '../binding';
import { defaultOf, patchClass, type Library } from '../library';

type Class = { prototype?: object };
type Callback = (...args: unknown[]) => unknown;

/** Clients whose callbacks are called from the events of a connection. */
export const memcached: Library = {
  name: 'memcached',
  versions: ['>=2.2 <3'],
  patch(exports) {
    patchClass(exports as Class, {
      // All commands go through it, as a function that makes the command.
      command: (original) =>
        function (compile: Callback, ...rest) {
          if (typeof compile !== 'function') return original.call(this, compile, ...rest) as unknown;
          const compileBound = (...args: unknown[]): unknown => {
            const command = compile(...args) as { callback?: Callback };
            if (typeof command?.callback === 'function') command.callback = bindToContext(command.callback);
            return command;
          };
          return original.call(this, bindToContext(compileBound), ...rest) as unknown;
        },
    });
    return exports as unknown;
  },
};

export const cassandra: Library = {
  name: 'cassandra-driver',
  versions: ['>=4.4 <5'],
  patch(exports) {
    patchClass(
      (exports as { Client?: Class }).Client,
      eachOf(['connect', 'execute', 'batch', 'eachRow', 'shutdown'], bindsCallbacks),
    );
    return exports as unknown;
  },
};

/** A request is made with its callback, and given listeners, if it belongs; the connection runs it when it can. */
export const tedious: Library = {
  name: 'tedious',
  versions: ['>=11'],
  files: {
    'tedious/lib/request.js': (exports) => {
      const Request = defaultOf(exports) as (new (...args: unknown[]) => object) & Class;
      if (typeof Request !== 'function') return exports as unknown;
      patchClass(Request, { emit: emitsBound });
      const Bound = new Proxy(Request, {
        construct(target, args, newTarget) {
          const bound = args.map((arg: unknown) => (typeof arg === 'function' ? bindToContext(arg as Callback) : arg));
          const request = Reflect.construct(target, bound, newTarget) as object;
          attempt(() => bindObject(request), undefined);
          return request;
        },
      });
      return exports === Request ? Bound : Object.assign(exports as object, { default: Bound });
    },
  },
};

export const ldapjs: Library = {
  name: 'ldapjs',
  versions: ['>=2 <4'],
  files: {
    'ldapjs/lib/client/client.js': (exports) => {
      const METHODS = ['add', 'bind', 'compare', 'del', 'exop', 'modify', 'modifyDN', 'search', 'unbind', 'starttls'];
      patchClass((exports as { Client?: Class }).Client ?? (exports as Class), eachOf(METHODS, bindsCallbacks));
      return exports as unknown;
    },
  },
};
