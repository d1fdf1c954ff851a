export default {
  package: '@opentelemetry/instrumentation-mongoose',
  file: 'build/src/utils.js',
  fault: 'A rejection with null becomes a TypeError of the instrumentation, and results settle three turns later.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-mongoose/src/utils.ts',
  replacements: [
    {
      find: `    return execResponse
        .then(response => {
        applyResponseHook(span, response, responseHook, moduleVersion);
        return response;
    })
        .catch(err => {
        setErrorStatus(span, err);
        throw err;
    })
        .finally(() => span.end());`,
      replace: `    return execResponse.then(response => {
        applyResponseHook(span, response, responseHook, moduleVersion);
        span.end();
        return response;
    }, err => {
        setErrorStatus(span, err);
        span.end();
        throw err;
    });`,
    },
    {
      find: `    span.recordException(error);
    span.setStatus({`,
      replace: `    error = Object(error);
    span.recordException(error);
    span.setStatus({`,
    },
    {
      find: `    args[callbackArgumentIndex] = (err, response) => {`,
      replace: `    args[callbackArgumentIndex] = function (err, response) {`,
    },
    { find: `        return callback(err, response);`, replace: `        return callback.apply(this, arguments);` },
  ],
};
