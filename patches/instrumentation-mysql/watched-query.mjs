export default {
  package: '@opentelemetry/instrumentation-mysql',
  file: 'build/src/instrumentation.js',
  fault:
    'A listener for the error of a query without a callback makes the error disappear, which otherwise goes to the connection and, if it has no listener there, ends the process.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-mysql/src/instrumentation.ts',
  marker: ['instrumentations/mysql.js', 'watchEvents'],
  replacements: [
    {
      find: `                        return originalQuery.apply(connection, arguments);
                    });
                    api_1.context.bind(`,
      replace: `                        return originalQuery.apply(this, arguments);
                    });
                    api_1.context.bind(`,
    },
    {
      find: `                        return originalQuery.apply(connection, arguments);
                    });
                }
            };`,
      replace: `                        return originalQuery.apply(this, arguments);
                    });
                }
            };`,
    },
    {
      find: `                    return streamableQuery
                        .on('error', err => span.setStatus({
                        code: api_1.SpanStatusCode.ERROR,
                        message: err.message,
                    }))
                        .on('end', () => {
                        span.end();
                    });`,
      replace: `                    // A pool has to get a connection first, and gives the query to that.
                    if (streamableQuery)
                        thisPlugin.watchEvents(streamableQuery, {
                            error: err => span.setStatus({
                                code: api_1.SpanStatusCode.ERROR,
                                message: err?.message,
                            }),
                            end: () => span.end(),
                        });
                    return streamableQuery;`,
    },
    {
      find: `                return api_1.context.with(parentContext, () => originalCallback(...arguments));`,
      replace: `                return api_1.context.with(parentContext, () => originalCallback.apply(this, arguments));`,
    },
    {
      find: `            if (typeof cb === 'function') {
                api_1.context.with(activeContext, cb, this, err, connection);
            }`,
      replace: `            return api_1.context.with(activeContext, cb, this, ...arguments);`,
    },
    {
      find: `                originalPoolEnd.apply(pool, arguments);`,
      replace: `                return originalPoolEnd.apply(pool, arguments);`,
    },
    {
      find: `        pool.on('connection', _connection => {
            this._connCountAdd(1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_IDLE);
        });
        pool.on('acquire', _connection => {
            this._connCountAdd(-1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_IDLE);
            this._connCountAdd(1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_USED);
        });
        pool.on('release', _connection => {
            this._connCountAdd(1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_IDLE);
            this._connCountAdd(-1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_USED);
        });`,
      replace: `        this.watchEvents(pool, {
            connection: () => {
                this._connCountAdd(1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_IDLE);
            },
            acquire: () => {
                this._connCountAdd(-1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_IDLE);
                this._connCountAdd(1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_USED);
            },
            release: () => {
                this._connCountAdd(1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_IDLE);
                this._connCountAdd(-1, poolName, semconv_1.DB_CLIENT_CONNECTION_STATE_VALUE_USED);
            },
        });`,
    },
  ],
};
