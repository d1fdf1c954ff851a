export default {
  package: '@opentelemetry/sdk-trace',
  file: 'build/esm/Span.js',
  fault: 'A limit of 0 for the length of attribute values is ignored with a warning; the specification allows it.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-trace/src/Span.ts',
  replacements: [
    {
      find: '        if (limit <= 0) {',
      replace: '        if (limit < 0) {',
    },
  ],
};
