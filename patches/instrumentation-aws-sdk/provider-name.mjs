// Spans and metrics of models have one name for the provider, for Bedrock as for all others.
export default {
  package: '@opentelemetry/instrumentation-aws-sdk',
  file: 'build/src/semconv.js',
  fault: 'The provider of a model has the name gen_ai.system, which the conventions have replaced.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/tree/main/packages/instrumentation-aws-sdk/src/semconv.ts',
  replacements: [
    {
      find: `exports.ATTR_GEN_AI_SYSTEM = 'gen_ai.system';`,
      replace: `exports.ATTR_GEN_AI_SYSTEM = 'gen_ai.provider.name';`,
    },
  ],
};
