export default {
  package: '@opentelemetry/instrumentation-aws-sdk',
  file: 'build/src/services/sqs.js',
  fault: 'Attributes are written into the entries of a batch, which are those of the app.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-aws-sdk/src/services/sqs.ts',
  replacements: [
    {
      find: `                        entries.forEach((messageParams) => {
                            messageParams.MessageAttributes = (0, MessageAttributes_1.injectPropagationContext)(messageParams.MessageAttributes ?? {});
                        });`,
      replace: `                        request.commandInput.Entries = entries.map((messageParams) => {
                            const attributes = (0, MessageAttributes_1.injectPropagationContext)(messageParams.MessageAttributes);
                            return attributes === messageParams.MessageAttributes ? messageParams : { ...messageParams, MessageAttributes: attributes };
                        });`,
    },
    {
      find: `                    const origMessageAttributes = request.commandInput['MessageAttributes'] ?? {};
                    if (origMessageAttributes) {
                        request.commandInput['MessageAttributes'] =
                            (0, MessageAttributes_1.injectPropagationContext)(origMessageAttributes);
                    }`,
      replace: `                    const origMessageAttributes = request.commandInput['MessageAttributes'];
                    const attributes = (0, MessageAttributes_1.injectPropagationContext)(origMessageAttributes);
                    if (attributes !== origMessageAttributes)
                        request.commandInput['MessageAttributes'] = attributes;`,
    },
    {
      find: `        if (!queueUrl)
            return undefined;`,
      replace: `        if (typeof queueUrl !== 'string' || queueUrl === '')
            return undefined;`,
    },
  ],
};
