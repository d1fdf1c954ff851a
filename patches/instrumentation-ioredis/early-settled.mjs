export default {
  package: '@opentelemetry/instrumentation-ioredis',
  file: 'build/src/instrumentation.js',
  fault: 'A command that fails at once, as on a closed connection, has a span that never ends.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-ioredis/src/instrumentation.ts',
  replacements: [
    {
      find: `                const result = original.apply(this, arguments);
                const origResolve = cmd.resolve;`,
      replace: `                const origResolve = cmd.resolve;`,
    },
    {
      find: `                    origReject(err);
                };
                return result;`,
      replace: `                    origReject(err);
                };
                return original.apply(this, arguments);`,
    },
  ],
};
