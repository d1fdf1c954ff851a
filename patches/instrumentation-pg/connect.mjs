export default {
  package: '@opentelemetry/instrumentation-pg',
  file: 'build/src/instrumentation.js',
  fault:
    'The promise of connect() settles two turns late, pools get listeners and a visible property, and a callback gets arguments that pg did not give.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-pg/src/instrumentation.ts',
  marker: ['instrumentations/pg.js', 'watchEvents'],
  replacements: [
    {
      find: `                return handleConnectResult(span, connectResult);
            };
        };
    }
    recordOperationDuration(`,
      replace: `                return handleConnectResult(plugin, span, connectResult, isFirst ? this : undefined);
            };
        };
    }
    recordOperationDuration(`,
    },
    {
      find: `                    callback = utils.patchClientConnectCallback(span, callback);
                    if (parentSpan) {
                        callback = api_1.context.bind(api_1.context.active(), callback);
                    }
                }`,
      replace: `                    callback = utils.patchClientConnectCallback(span, callback);
                    if (parentSpan) {
                        callback = api_1.context.bind(api_1.context.active(), callback);
                    }
                }
                const isFirst = !this._connecting && !this._connected;`,
    },
    {
      find: `                return handleConnectResult(span, connectResult);
            };
        };
    }
    _getPoolEndPatch(`,
      replace: `                return handleConnectResult(plugin, span, connectResult);
            };
        };
    }
    _getPoolEndPatch(`,
    },
    {
      find: `function handleConnectResult(span, connectResult) {
    if (!(connectResult instanceof Promise)) {
        return connectResult;
    }
    const connectResultPromise = connectResult;
    return api_1.context.bind(api_1.context.active(), connectResultPromise
        .then(result => {
        span.end();
        return result;
    })
        .catch((error) => {
        if (error instanceof Error) {
            span.recordException(utils.sanitizedErrorMessage(error));
        }
        span.setStatus({
            code: api_1.SpanStatusCode.ERROR,
            message: utils.getErrorMessage(error),
        });
        span.end();
        return Promise.reject(error);
    }));
}`,
      replace: `function handleConnectResult(plugin, span, connectResult, client) {
    const end = (error) => {
        if (!error) {
            span.end();
            return;
        }
        if (error instanceof Error) {
            span.recordException(utils.sanitizedErrorMessage(error));
        }
        span.setStatus({
            code: api_1.SpanStatusCode.ERROR,
            message: utils.getErrorMessage(error),
        });
        span.end();
    };
    const settle = client?._connectionCallback;
    if (typeof settle !== 'function' || !(connectResult instanceof Promise))
        return plugin.watchPromise(connectResult, () => end(), error => end(Object(error)));
    // What settles the promise: heard of there, the app's promise is pg's own.
    client._connectionCallback = function (error) {
        plugin.quietly(end, error);
        return settle.apply(this, arguments);
    };
    return connectResult;
}`,
    },
    {
      find: `        pgPool.on('connect', () => {
            this._connectionsCounter = utils.updateCounter(poolName, pgPool, this._connectionsCount, this._connectionPendingRequests, this._connectionsCounter);
        });
        pgPool.on('acquire', () => {
            this._connectionsCounter = utils.updateCounter(poolName, pgPool, this._connectionsCount, this._connectionPendingRequests, this._connectionsCounter);
        });
        pgPool.on('remove', () => {
            this._connectionsCounter = utils.updateCounter(poolName, pgPool, this._connectionsCount, this._connectionPendingRequests, this._connectionsCounter);
        });
        pgPool.on('release', () => {
            this._connectionsCounter = utils.updateCounter(poolName, pgPool, this._connectionsCount, this._connectionPendingRequests, this._connectionsCounter);
        });
        pgPool[internal_types_1.EVENT_LISTENERS_SET] = true;`,
      replace: `        const connected = () => {
            this._connectionsCounter = utils.updateCounter(poolName, pgPool, this._connectionsCount, this._connectionPendingRequests, this._connectionsCounter);
        };
        this.watchEvents(pgPool, { connect: connected, acquire: connected, remove: connected, release: connected });
        Object.defineProperty(pgPool, internal_types_1.EVENT_LISTENERS_SET, { value: true });`,
    },
  ],
};
