// pg's own query object tells the end of everything that `client.query()` takes: a text, an options object, a Query, a Cursor, a QueryStream.
export default {
  package: '@opentelemetry/instrumentation-pg',
  file: 'build/src/instrumentation.js',
  fault:
    'A callback in an options object is replaced in that object, promises settle turns later, and what is submitted (Query, Cursor, QueryStream) has a span that never ends.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/1860',
  marker: ['instrumentations/pg.js', 'watchQuery'],
  replacements: [
    {
      find: `                    if (typeof args[args.length - 1] === 'function') {
                        // Patch ParameterQuery callback
                        args[args.length - 1] = utils.patchCallback(instrumentationConfig, span, args[args.length - 1], // nb: not type safe.
                        attributes, recordDuration);
                        // If a parent span exists, bind the callback
                        if (parentSpan) {
                            args[args.length - 1] = api_1.context.bind(api_1.context.active(), args[args.length - 1]);
                        }
                    }
                    else if (typeof queryConfig?.callback === 'function') {
                        // Patch ConfigQuery callback
                        let callback = utils.patchCallback(plugin.getConfig(), span, queryConfig.callback, // nb: not type safe.
                        attributes, recordDuration);
                        // If a parent span existed, bind the callback
                        if (parentSpan) {
                            callback = api_1.context.bind(api_1.context.active(), callback);
                        }
                        args[0].callback = callback;
                    }`,
      replace: `                    if (parentSpan && typeof args[args.length - 1] === 'function' && typeof arg0?.submit !== 'function') {
                        args[args.length - 1] = api_1.context.bind(api_1.context.active(), args[args.length - 1]);
                    }`,
    },
    {
      find: `                            ...arg0,
                            name: arg0.name,
                            text: arg0.text,
                            values: arg0.values ??
                                (Array.isArray(args[1]) ? args[1] : undefined),
                        }
                        : undefined;`,
      replace: `                            name: arg0.name,
                            text: arg0.text,
                            values: arg0.values ??
                                (Array.isArray(args[1]) ? args[1] : undefined),
                        }
                        : utils.isObjectWithTextString(arg0?.cursor) ? { text: arg0.cursor.text } : undefined;`,
    },
    {
      find: `                let result;
                try {
                    result = original.apply(this, args);
                }`,
      replace: `                const before = newestQuery(this);
                let result;
                try {
                    result = original.apply(this, args);
                }`,
    },
    {
      find: `                // Bind promise to parent span and end the span
                if (result instanceof Promise) {
                    return result
                        .then((result) => {
                        // Return a pass-along promise which ends the span and then goes to user's orig resolvers
                        return new Promise(resolve => {
                            utils.handleExecutionResult(plugin.getConfig(), span, result);
                            recordDuration();
                            span.end();
                            resolve(result);
                        });
                    })
                        .catch((error) => {
                        return new Promise((_, reject) => {
                            if (error instanceof Error) {
                                span.recordException(utils.sanitizedErrorMessage(error));
                            }
                            span.setStatus({
                                code: api_1.SpanStatusCode.ERROR,
                                message: error.message,
                            });
                            recordDuration();
                            span.end();
                            reject(error);
                        });
                    });
                }`,
      replace: `                let hasEnded = false;
                const end = (error, value) => {
                    if (hasEnded)
                        return;
                    hasEnded = true;
                    if (error) {
                        if (Object.prototype.hasOwnProperty.call(error, 'code')) {
                            attributes[semantic_conventions_1.ATTR_ERROR_TYPE] = error['code'];
                        }
                        if (error instanceof Error) {
                            span.recordException(utils.sanitizedErrorMessage(error));
                        }
                        span.setStatus({
                            code: api_1.SpanStatusCode.ERROR,
                            message: utils.getErrorMessage(error),
                        });
                    }
                    else {
                        utils.handleExecutionResult(plugin.getConfig(), span, value);
                    }
                    recordDuration();
                    span.end();
                };
                const isSubmitted = typeof arg0?.submit === 'function';
                const now = newestQuery(this);
                const query = isSubmitted ? arg0 : now !== before ? now : undefined;
                if (query) {
                    watchQuery(query, end);
                }
                else {
                    // It failed at once, and pg keeps no query of it.
                    return plugin.watchPromise(result, value => end(undefined, value), end);
                }`,
    },
    {
      find: `const INTERNAL_SET_QUERY = Symbol('opentelemetry.instrumentation-pg.internal-set-query');`,
      replace: `/** What ends the span of a query. */
const watched = new WeakMap();
const watchedPrototypes = new WeakSet();
/** The query that a client got last; which list it is in depends on what the client is doing. */
function newestQuery(client) {
    return client._queryQueue?.at(-1) ?? client._sentQueryQueue?.at(-1) ?? activeQuery(client);
}
/** Under its newer name, since the older one is deprecated where both are. */
function activeQuery(client) {
    return ('_activeQuery' in client ? client._activeQuery : client.activeQuery) ?? undefined;
}
function watchQuery(query, end) {
    watched.set(query, end);
    watchEnds(Object.getPrototypeOf(query));
}
/** pg's own Query: also what fails before it is sent, or takes too long, comes here. */
function watchEnds(prototype) {
    if (watchedPrototypes.has(prototype) || !Object.hasOwn(prototype, 'handleError') || !Object.hasOwn(prototype, 'handleReadyForQuery'))
        return;
    watchedPrototypes.add(prototype);
    const { handleError, handleReadyForQuery } = prototype;
    replaceMethod(prototype, 'handleError', function (error) {
        endQuery(this, this._canceledDueToError || error);
        return handleError.apply(this, arguments);
    });
    replaceMethod(prototype, 'handleReadyForQuery', function () {
        if (!this._canceledDueToError)
            endQuery(this, undefined);
        return handleReadyForQuery.apply(this, arguments);
    });
}
/** The client: what it says to any query, also to one that handles it by properties of its own, as QueryStream does. */
function watchClient(plugin, prototype) {
    for (const [name, end] of [
        ['_handleReadyForQuery', query => { if (!query._canceledDueToError) endQuery(query, undefined); }],
        ['_handleErrorMessage', (query, error) => endQuery(query, error)],
        ['_errorAllQueries', (_query, error, client) => {
            for (const query of [activeQuery(client), ...client._sentQueryQueue ?? [], ...client._queryQueue ?? []]) endQuery(query, error);
        }],
    ]) {
        const original = prototype[name];
        if (typeof original !== 'function' || watchedPrototypes.has(original))
            continue;
        watchedPrototypes.add(replaceMethod(prototype, name, function (value) {
            const query = activeQuery(this);
            plugin.quietly(() => { if (query || name === '_errorAllQueries') end(query, value, this); });
            return original.apply(this, arguments);
        }));
    }
}
function endQuery(query, error) {
    const end = query && watched.get(query);
    if (!end)
        return;
    watched.delete(query);
    try {
        end(error, query._results ?? query._result);
    }
    catch {
        // The query goes on.
    }
}
function replaceMethod(prototype, name, value) {
    const { length } = prototype[name];
    Object.defineProperties(value, { name: { value: name }, length: { value: length } });
    Object.defineProperty(prototype, name, { ...Object.getOwnPropertyDescriptor(prototype, name), value });
    return value;
}
const INTERNAL_SET_QUERY = Symbol('opentelemetry.instrumentation-pg.internal-set-query');`,
    },
    {
      find: `        this._wrap(moduleExports.prototype, 'query', this._getClientQueryPatch());
        this._wrap(moduleExports.prototype, 'connect', this._getClientConnectPatch());`,
      replace: `        this._wrap(moduleExports.prototype, 'query', this._getClientQueryPatch());
        this._wrap(moduleExports.prototype, 'connect', this._getClientConnectPatch());
        watchClient(this, moduleExports.prototype);`,
    },
  ],
};
