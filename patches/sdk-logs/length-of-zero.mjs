export default {
  package: '@opentelemetry/sdk-logs',
  file: 'build/esm/utils/validation.js',
  fault: 'A limit of 0 for the length of attribute values is ignored with a warning; the specification allows it.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-logs/src/utils/validation.ts',
  replacements: [
    {
      find: '    if (limit <= 0) {',
      replace: '    if (limit < 0) {',
    },
  ],
};
