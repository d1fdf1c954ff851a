export default {
  package: '@opentelemetry/instrumentation-hapi',
  file: 'build/src/instrumentation.js',
  fault:
    'Routes, extensions and plugins of the app are written to, frozen ones throw, an extension loses its `this`, and a rejection with nothing becomes a TypeError.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-hapi/src/instrumentation.ts',
  replacements: [
    {
      find: `class HapiInstrumentation extends`,
      replace: `function recordError(span, error) {
    span.recordException(error);
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: error.message });
}
class HapiInstrumentation extends`,
    },
    {
      find: `            if (Array.isArray(pluginInput)) {
                for (const pluginObj of pluginInput) {
                    const plugin = (0, utils_1.getPluginFromInput)(pluginObj);
                    instrumentation._wrapRegisterHandler(plugin);
                }
            }
            else {
                const plugin = (0, utils_1.getPluginFromInput)(pluginInput);
                instrumentation._wrapRegisterHandler(plugin);
            }
            return original.apply(this, [pluginInput, options]);`,
      replace: `            const wrapped = input => instrumentation._wrapRegisterHandler(input) ?? input;
            return original.apply(this, [Array.isArray(pluginInput) ? pluginInput.map(wrapped) : wrapped(pluginInput), options]);`,
    },
    {
      find: `                const eventsList = args[0];
                for (let i = 0; i < eventsList.length; i++) {
                    const eventObj = eventsList[i];
                    if ((0, utils_1.isLifecycleExtType)(eventObj.type)) {
                        const lifecycleEventObj = eventObj;
                        const handler = instrumentation._wrapExtMethods(lifecycleEventObj.method, eventObj.type, pluginName);
                        lifecycleEventObj.method = handler;
                        eventsList[i] = lifecycleEventObj;
                    }
                }
                return original.apply(this, args);`,
      replace: `                const eventsList = args[0].map(event => (0, utils_1.isLifecycleExtEventObj)(event)
                    ? { ...event, method: instrumentation._wrapExtMethods(event.method, event.type, pluginName) }
                    : event);
                return original.apply(this, [eventsList, ...args.slice(1)]);`,
    },
    {
      find: `                lifecycleEventObj.method = handler;
                return original.call(this, lifecycleEventObj);`,
      replace: `                return original.call(this, { ...lifecycleEventObj, method: handler });`,
    },
    {
      find: `            if (Array.isArray(route)) {
                for (let i = 0; i < route.length; i++) {
                    const newRoute = instrumentation._wrapRouteHandler.call(instrumentation, route[i], pluginName);
                    route[i] = newRoute;
                }
            }
            else {`,
      replace: `            if (Array.isArray(route)) {
                route = route.map(each => instrumentation._wrapRouteHandler(each, pluginName));
            }
            else {`,
    },
    {
      find: `        const instrumentation = this;
        const pluginName = (0, utils_1.getPluginName)(plugin);
        const oldRegister = plugin.register;`,
      replace: `        const instrumentation = this;
        const input = plugin;
        // hapi takes a plugin, or an object with one and its options; one that is exported by default, too.
        plugin = input?.plugin?.plugin ?? input?.plugin ?? input;
        if (typeof plugin?.register !== 'function')
            return undefined;
        const pluginName = (0, utils_1.getPluginName)(plugin);
        const oldRegister = plugin.register;`,
    },
    {
      find: `        plugin.register = newRegisterHandler;`,
      replace: `        // What a plugin inherits is its own, too: it may be an object of a class.
        const copy = Object.create(plugin, { register: { value: newRegisterHandler, enumerable: true, writable: true, configurable: true } });
        for (const name of Object.keys(plugin))
            if (name !== 'register')
                copy[name] = plugin[name];
        return input === plugin ? copy : { ...input, plugin: copy };`,
    },
    {
      find: `            for (let i = 0; i < method.length; i++) {
                method[i] = instrumentation._wrapExtMethods(method[i], extPoint);
            }
            return method;
        }
        else if ((0, utils_1.isPatchableExtMethod)(method)) {
            if (method[internal_types_1.handlerPatched] === true)
                return method;
            method[internal_types_1.handlerPatched] = true;`,
      replace: `            return method.map(each => instrumentation._wrapExtMethods(each, extPoint, pluginName));
        }
        else if (typeof method === 'function') {`,
    },
    {
      find: `method, undefined, ...params);
                }
                catch (err) {
                    span.recordException(err);
                    span.setStatus({
                        code: api.SpanStatusCode.ERROR,
                        message: err.message,
                    });
                    throw err;`,
      replace: `method, this, ...params);
                }
                catch (err) {
                    instrumentation.quietly(recordError, span, Object(err));
                    throw err;`,
    },
    {
      find: `        if (route[internal_types_1.handlerPatched] === true)
            return route;
        route[internal_types_1.handlerPatched] = true;`,
      replace: `        if (typeof route !== 'object' || route === null)
            return route;
        route = { ...route };`,
    },
    {
      find: `() => oldHandler.call(this, ...params));
                }
                catch (err) {
                    span.recordException(err);
                    span.setStatus({
                        code: api.SpanStatusCode.ERROR,
                        message: err.message,
                    });
                    throw err;`,
      replace: `() => oldHandler.call(this, ...params));
                }
                catch (err) {
                    instrumentation.quietly(recordError, span, Object(err));
                    throw err;`,
    },
    {
      find: `                if (typeof options.handler === 'function') {
                    options.handler = wrapHandler(options.handler);
                }
                return options;`,
      replace: `                return typeof options?.handler === 'function' ? { ...options, handler: wrapHandler(options.handler) } : options;`,
    },
    {
      find: `            route.options.handler = wrapHandler(route.options.handler);`,
      replace: `            route.options = { ...route.options, handler: wrapHandler(route.options.handler) };`,
    },
  ],
};
