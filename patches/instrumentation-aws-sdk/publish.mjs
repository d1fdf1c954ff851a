export default {
  package: '@opentelemetry/instrumentation-aws-sdk',
  file: 'build/src/services/sns.js',
  fault: 'A message without attributes is given an empty object of them.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-aws-sdk/src/services/sns.ts',
  replacements: [
    {
      find: `            const origMessageAttributes = request.commandInput['MessageAttributes'] ?? {};
            if (origMessageAttributes) {
                request.commandInput['MessageAttributes'] = (0, MessageAttributes_1.injectPropagationContext)(origMessageAttributes);
            }`,
      replace: `            const origMessageAttributes = request.commandInput['MessageAttributes'];
            const attributes = (0, MessageAttributes_1.injectPropagationContext)(origMessageAttributes);
            if (attributes !== origMessageAttributes)
                request.commandInput['MessageAttributes'] = attributes;`,
    },
  ],
};
