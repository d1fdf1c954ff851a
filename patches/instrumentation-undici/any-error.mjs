export default {
  package: '@opentelemetry/instrumentation-undici',
  file: 'build/src/undici.js',
  fault: 'A request that is aborted with a reason that is no error, such as null or a Symbol, never ends its span.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-undici/src/undici.ts',
  replacements: [
    {
      find: "const isAbort = error.name === 'AbortError' ||",
      replace: "const isAbort = error?.name === 'AbortError' ||",
    },
    {
      find: "const errorType = error.code || error.name || 'Error';",
      replace: "const errorType = String(error?.code || error?.name || 'Error');",
    },
    { find: 'message: error.message,', replace: 'message: error?.message,' },
  ],
};
