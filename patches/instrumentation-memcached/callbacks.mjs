export default {
  package: '@opentelemetry/instrumentation-memcached',
  file: 'build/src/instrumentation.js',
  fault:
    'A command without a callback gets one, which swallows its error; telemetry that fails within the query compiler reaches the app.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-memcached/src/instrumentation.ts',
  replacements: [
    {
      find: `            const query = original.apply(this, arguments);
            const callback = query.callback;
            span.updateName(\`memcached \${query.type}\`);
            const attributes = {
                'db.memcached.key': query.key,
                'db.memcached.lifetime': query.lifetime,
                ...utils.getPeerAttributes(client, server, query),
            };`,
      replace: `            const query = original.apply(this, arguments);
            const callback = query?.callback;
            if (typeof callback !== 'function') {
                span.end();
                return query;
            }
            span.updateName(\`memcached \${query.type}\`);
            let peer;
            try {
                peer = utils.getPeerAttributes(client, server, query);
            }
            catch {
                // The key is none that a server could be found for; the client says so itself.
            }
            const attributes = {
                'db.memcached.key': query.key,
                'db.memcached.lifetime': query.lifetime,
                ...peer,
            };`,
    },
    {
      find: `                if (err) {
                    span.recordException(err);
                    span.setStatus({
                        code: api.SpanStatusCode.ERROR,
                        message: err.message,
                    });
                }
                span.end();
                if (typeof callback === 'function') {
                    return callback.apply(this, arguments);
                }`,
      replace: `                if (err) {
                    if (err instanceof Error)
                        span.recordException(err);
                    span.setStatus({
                        code: api.SpanStatusCode.ERROR,
                        message: typeof err === 'string' ? err : err.message,
                    });
                }
                span.end();
                return callback.apply(this, arguments);`,
    },
  ],
};
