export default {
  package: '@opentelemetry/sdk-node',
  file: 'build/src/utils.js',
  fault: 'Limits of 0 for log records are ignored with a warning; the specification allows them.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/opentelemetry-sdk-node/src/utils.ts',
  replacements: [
    {
      find: '    if (value != null && value <= 0) {',
      replace: '    if (value != null && value < 0) {',
    },
  ],
};
