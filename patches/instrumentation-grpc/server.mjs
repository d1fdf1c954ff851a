export default {
  package: '@opentelemetry/instrumentation-grpc',
  file: 'build/src/serverUtils.js',
  fault: 'Trailers and flags that a handler passes to its callback are lost, and handlers have another `this`.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/opentelemetry-instrumentation-grpc/src/serverUtils.ts',
  replacements: [
    {
      find: `    const patchedCallback = (err, value) => {`,
      replace: `    const patchedCallback = (err, value, ...rest) => {`,
    },
    { find: `        return callback(err, value);`, replace: `        return callback(err, value, ...rest);` },
    {
      find: `function clientStreamAndUnaryHandler(span, call, callback, original) {`,
      replace: `function clientStreamAndUnaryHandler(span, call, callback, original, self) {`,
    },
    {
      find: `    return original.call({}, call, patchedCallback);`,
      replace: `    return original.call(self, call, patchedCallback);`,
    },
    {
      find: `function serverStreamAndBidiHandler(span, call, original) {`,
      replace: `function serverStreamAndBidiHandler(span, call, original, self, callback) {`,
    },
    {
      find: `    // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
    return original.call({}, call);
}
/**
 * Handle patching for clientStream`,
      replace: `    return original.call(self, call, callback);
}
/**
 * Handle patching for clientStream`,
    },
    {
      find: `            return clientStreamAndUnaryHandler(span, call, callback, originalFunc);`,
      replace: `            return clientStreamAndUnaryHandler(span, call, callback, originalFunc, this);`,
    },
    {
      find: `            return serverStreamAndBidiHandler(span, call, originalFunc);`,
      replace: `            return serverStreamAndBidiHandler(span, call, originalFunc, this, callback);`,
    },
  ],
};
