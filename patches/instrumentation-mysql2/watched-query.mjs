export default {
  package: '@opentelemetry/instrumentation-mysql2',
  file: 'build/src/instrumentation.js',
  fault:
    'A listener for the error of a query without a callback makes the error disappear, and the span of a stream ends only with its first row, or never.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/2011',
  marker: ['instrumentations/mysql2.js', 'watchEvents'],
  replacements: [
    {
      find: `                if (arguments.length === 1) {
                    if (typeof query.onResult === 'function') {
                        thisPlugin._wrap(query, 'onResult', thisPlugin._patchCallbackQuery(endSpan));
                    }
                    const streamableQuery = originalQuery.apply(this, arguments);
                    // \`end\` in mysql behaves similarly to \`result\` in mysql2.
                    streamableQuery
                        .once('error', err => {
                        endSpan(err);
                    })
                        .once('result', results => {
                        endSpan(undefined, results);
                    });
                    return streamableQuery;
                }
                if (typeof arguments[1] === 'function') {`,
      replace: `                // A command that the pool has made, or the app by \`createQuery\`.
                const isCommand = typeof query?.onResult === 'function';
                if (isCommand) {
                    thisPlugin._wrap(query, 'onResult', thisPlugin._patchCallbackQuery(endSpan));
                }
                if (!isCommand && typeof arguments[1] !== 'function' && typeof arguments[2] !== 'function') {
                    const streamableQuery = originalQuery.apply(this, arguments);
                    if (streamableQuery)
                        thisPlugin.watchEvents(streamableQuery, { error: err => endSpan(err), end: () => endSpan() });
                    return streamableQuery;
                }
                if (typeof arguments[1] === 'function') {`,
    },
    {
      find: `                endSpan(err, results);
                return originalCallback(...arguments);`,
      replace: `                endSpan(err, results);
                return originalCallback.apply(this, arguments);`,
    },
  ],
};
