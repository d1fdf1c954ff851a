export default {
  package: '@opentelemetry/instrumentation-pg',
  file: 'build/src/utils.js',
  fault: 'The callback of pool.connect() always gets three arguments, and what it returns is lost.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-pg/src/utils.ts',
  replacements: [
    {
      find: `        span.end();
        cb.call(this, err, res, done);`,
      replace: `        span.end();
        return cb.apply(this, arguments);`,
    },
  ],
};
