export default {
  package: '@opentelemetry/instrumentation-mysql2',
  file: 'build/src/utils.js',
  fault: "The values of a query stand in its span's text, for which the app's own conversions run a second time.",
  upstream: 'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/1758',
  replacements: [
    {
      find: `        else if (format && queryValues) {
            return format(querySql, queryValues);
        }
        else {`,
      replace: `        else {`,
    },
  ],
};
