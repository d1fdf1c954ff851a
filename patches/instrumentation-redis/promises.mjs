export default {
  package: '@opentelemetry/instrumentation-redis',
  file: 'build/src/v4-v5/instrumentation.js',
  fault:
    'A rejected command that the app does not handle counts as handled, a command with bad arguments throws for rejecting, and multi and connect settle turns later.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-redis/src/v4-v5/instrumentation.ts',
  marker: ['instrumentations/redis.js', 'watchPromise'],
  replacements: [
    {
      find: `                    const redisCommandArguments = transformCommandArguments(command, args).args;
                    return plugin._traceClientCommand(`,
      replace: `                    let redisCommandArguments;
                    try {
                        redisCommandArguments = transformCommandArguments(command, args).args;
                    }
                    catch {
                        // The client says what is wrong with them, in its own way.
                        return origExecutor.apply(this, arguments);
                    }
                    return plugin._traceClientCommand(`,
    },
    {
      find: `                return execRes
                    .then((redisRes) => {
                    const openSpans = this[OTEL_OPEN_SPANS];
                    plugin._endSpansWithRedisReplies(openSpans, redisRes, isPipeline);
                    return redisRes;
                })
                    .catch((err) => {`,
      replace: `                return plugin.watchPromise(execRes, (redisRes) => {
                    const openSpans = this[OTEL_OPEN_SPANS];
                    // What is executed a second time has no spans.
                    this[OTEL_OPEN_SPANS] = undefined;
                    plugin._endSpansWithRedisReplies(openSpans, redisRes, isPipeline);
                }, (err) => {`,
    },
    {
      find: `                    if (!openSpans) {
                        plugin._diag.error('cannot find open spans to end for multi/pipeline');
                    }
                    else {`,
      replace: `                    this[OTEL_OPEN_SPANS] = undefined;
                    if (openSpans) {`,
    },
    {
      find: `            return this._diag.error('cannot find open spans to end for redis multi/pipeline');`,
      replace: `            return;`,
    },
    {
      find: `                        plugin._endSpansWithRedisReplies(openSpans, replies, isPipeline);
                    }
                    return Promise.reject(err);
                });`,
      replace: `                        plugin._endSpansWithRedisReplies(openSpans, replies, isPipeline);
                    }
                });`,
    },
    {
      find: `                    return original.apply(this);
                });
                return res
                    .then((result) => {
                    span.end();
                    return result;
                })
                    .catch((error) => {`,
      replace: `                    return original.apply(this, arguments);
                });
                return plugin.watchPromise(res, () => span.end(), (error) => {`,
    },
    {
      find: `                    span.end();
                    return Promise.reject(error);
                });`,
      replace: `                    span.end();
                });`,
    },
    {
      find: `            res.then((redisRes) => {
                this._endSpanWithResponse(span, commandName, commandArgs, redisRes, undefined);
            }, (err) => {
                this._endSpanWithResponse(span, commandName, commandArgs, null, err);
            });`,
      replace: `            return this.watchPromise(res, (redisRes) => {
                this._endSpanWithResponse(span, commandName, commandArgs, redisRes, undefined);
            }, (err) => {
                this._endSpanWithResponse(span, commandName, commandArgs, null, err);
            });`,
    },
  ],
};
