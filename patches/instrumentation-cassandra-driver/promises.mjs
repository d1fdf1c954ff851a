export default {
  package: '@opentelemetry/instrumentation-cassandra-driver',
  file: 'build/src/instrumentation.js',
  fault: 'Results settle six turns later, and a rejection with nothing becomes a TypeError of the instrumentation.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-cassandra-driver/src/instrumentation.ts',
  marker: ['instrumentations/cassandra-driver.js', 'watchPromise'],
  replacements: [
    {
      find: `                const wrappedPromise = wrapPromise(span, execPromise, (span, result) => {`,
      replace: `                const wrappedPromise = wrapPromise(plugin, span, execPromise, (span, result) => {`,
    },
    {
      find: `                const wrappedPromise = wrapPromise(span, batchPromise);`,
      replace: `                const wrappedPromise = wrapPromise(plugin, span, batchPromise);`,
    },
    {
      find: `function wrapPromise(span, promise, successCallback) {
    return promise
        .then(result => {
        return new Promise(resolve => {
            if (successCallback) {
                successCallback(span, result);
            }
            span.end();
            resolve(result);
        });
    })
        .catch((error) => {
        return new Promise((_, reject) => {
            span.setStatus({
                code: api_1.SpanStatusCode.ERROR,
                message: error.message,
            });
            span.recordException(error);
            span.end();
            reject(error);
        });
    });
}`,
      replace: `function wrapPromise(plugin, span, promise, successCallback) {
    return plugin.watchPromise(promise, result => {
        if (successCallback) {
            successCallback(span, result);
        }
        span.end();
    }, error => failSpan(span, Object(error)));
}`,
    },
  ],
};
