export default {
  package: '@opentelemetry/instrumentation-aws-sdk',
  file: 'build/src/services/MessageAttributes.js',
  fault: 'The context is written into the attributes of the app, over a traceparent that it has set itself.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-aws-sdk/src/services/MessageAttributes.ts',
  replacements: [
    {
      find: `    const attributes = attributesMap ?? {};
    if (`,
      replace: `    const attributes = { ...attributesMap };
    const added = {};
    api_1.propagation.inject(api_1.context.active(), added, exports.contextSetter);
    // What comes with a trace belongs to that trace.
    if (attributes.traceparent !== undefined)
        delete added.tracestate;
    for (const name of Object.keys(added))
        if (attributes[name] !== undefined)
            delete added[name];
    if (Object.keys(added).length === 0)
        return attributesMap;
    if (`,
    },
    {
      find: `Object.keys(attributes).length + api_1.propagation.fields().length <=`,
      replace: `Object.keys(attributes).length + Object.keys(added).length <=`,
    },
    {
      find: `        api_1.propagation.inject(api_1.context.active(), attributes, exports.contextSetter);`,
      replace: `        return { ...attributes, ...added };`,
    },
    {
      find: `    return attributes;
};`,
      replace: `    return attributesMap;
};`,
    },
  ],
};
