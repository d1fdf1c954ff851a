export default {
  package: '@opentelemetry/instrumentation-socket.io',
  file: 'build/src/socket.io.js',
  fault:
    'A listener cannot be removed by `off`, one that is added by `once` stays, and what is no function is accepted.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-socket.io/src/socket.io.ts',
  replacements: [
    {
      find: `            this._wrap(moduleExports.Socket.prototype, 'on', this._patchOn(moduleVersion));`,
      replace: `            this._wrap(moduleExports.Socket.prototype, 'on', this._patchOn(moduleVersion));
            this._wrap(moduleExports.Socket.prototype, 'once', this._patchOnce(moduleVersion));`,
    },
    {
      find: `            this._wrap(moduleExports.prototype, 'on', this._patchOn(moduleVersion));
            if ((0, instrumentation_1.isWrapped)(moduleExports.prototype?.emit)) {`,
      replace: `            this._wrap(moduleExports.prototype, 'on', this._patchOn(moduleVersion));
            this._wrap(moduleExports.prototype, 'once', this._patchOnce(moduleVersion));
            if ((0, instrumentation_1.isWrapped)(moduleExports.prototype?.emit)) {`,
    },
    {
      find: `    _patchOn(moduleVersion) {
        const self = this;
        return (original) => {
            return function (ev, originalListener) {
                if (`,
      replace: `    _patchOnce(moduleVersion) {
        const self = this;
        return (original) => {
            return function (ev, listener) {
                const { traceReserved, onIgnoreEventList } = self.getConfig();
                if (typeof listener !== 'function' || (!traceReserved && reservedEvents.includes(ev)) || onIgnoreEventList?.includes(ev)) {
                    return original.apply(this, arguments);
                }
                const emitter = this;
                const traced = self._traceListener(moduleVersion, ev, listener);
                let fired = false;
                // As events.once makes it: "off" finds it by its listener.
                const once = function () {
                    if (fired)
                        return undefined;
                    emitter.removeListener(ev, once);
                    fired = true;
                    return traced.apply(emitter, arguments);
                };
                once.listener = listener;
                return this.on(ev, once);
            };
        };
    }
    _patchOn(moduleVersion) {
        const self = this;
        return (original) => {
            return function (ev, originalListener) {
                // What has a listener is the wrapper of a listener already.
                if (typeof originalListener !== 'function' || typeof originalListener.listener === 'function') {
                    return original.apply(this, arguments);
                }
                if (`,
    },
    {
      find: `                const wrappedListener = function (...args) {`,
      replace: `                return original.apply(this, [ev, self._traceListener(moduleVersion, ev, originalListener)]);
            };
        };
    }
    _traceListener(moduleVersion, ev, originalListener) {
        const self = this;
                const wrappedListener = function (...args) {`,
    },
    {
      find: `                return original.apply(this, [ev, wrappedListener]);
            };
        };
    }`,
      replace: `                // Emitters look for it when a listener is removed, counted or listed.
                wrappedListener.listener = originalListener;
                return wrappedListener;
    }`,
    },
    {
      find: `            if ((0, utils_1.isPromise)(result)) {`,
      replace: `            // Asking another thenable for its result may be what starts it.
            if (result instanceof Promise && Object.getPrototypeOf(result) === Promise.prototype) {`,
    },
  ],
};
