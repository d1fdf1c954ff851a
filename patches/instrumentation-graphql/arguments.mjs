export default {
  package: '@opentelemetry/instrumentation-graphql',
  file: 'build/src/instrumentation.js',
  fault:
    'execute() gets another context, an own copy of its arguments without `options`, and its data is written to the context of the app.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/1151',
  replacements: [
    {
      find: `                let processedArgs;
                // case when apollo server is used for example
                if (arguments.length >= 2) {
                    const args = arguments;
                    processedArgs = instrumentation._wrapExecuteArgs(`,
      replace: `                let processedArgs;
                const given = arguments;
                if (arguments.length >= 2) {
                    const args = arguments;
                    processedArgs = instrumentation._wrapExecuteArgs(`,
    },
    {
      find: `                processedArgs.contextValue[symbols_1.OTEL_GRAPHQL_DATA_SYMBOL] = {
                    source: processedArgs.document
                        ? processedArgs.document ||
                            processedArgs.document[symbols_1.OTEL_GRAPHQL_DATA_SYMBOL]
                        : undefined,
                    span,
                    fields: {},
                };
                return api_1.context.with(api_1.trace.setSpan(api_1.context.active(), span), () => {
                    return (0, instrumentation_1.safeExecuteInTheMiddle)(() => {
                        return original.apply(this, [
                            processedArgs,
                        ]);
                    },`,
      replace: `                const execution = instrumentation.getConfig().ignoreResolveSpans ? undefined : {
                    [symbols_1.OTEL_GRAPHQL_DATA_SYMBOL]: { source: processedArgs.document, span, fields: {} },
                };
                // What the app has given, as it is; only the resolver of fields that have none is another.
                const passed = given.length >= 2 ? [...given] : [Object.create(given[0], Object.getOwnPropertyDescriptors(processedArgs))];
                if (given.length >= 2) passed[6] = processedArgs.fieldResolver;
                const active = api_1.context.active().setValue(utils_1.EXECUTION, execution);
                return api_1.context.with(api_1.trace.setSpan(active, span), () => {
                    return (0, instrumentation_1.safeExecuteInTheMiddle)(() => {
                        return original.apply(this, passed);
                    },`,
    },
    {
      find: `        if (!contextValue) {
            contextValue = {};
        }
        if (contextValue[symbols_1.OTEL_GRAPHQL_DATA_SYMBOL] ||
            this.getConfig().ignoreResolveSpans) {`,
      replace: `        if (this.getConfig().ignoreResolveSpans) {`,
    },
  ],
};
