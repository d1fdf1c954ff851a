export default {
  package: '@opentelemetry/instrumentation-graphql',
  file: 'build/src/utils.js',
  fault:
    'Resolvers find their execution by a symbol on the context of the app, which may be frozen, a primitive or shared.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js-contrib/issues/1151',
  replacements: [
    {
      find: `const OPERATION_VALUES = Object.values(enum_1.AllowedOperationTypes);`,
      replace: `const util_types = require("util").types;
const OPERATION_VALUES = Object.values(enum_1.AllowedOperationTypes);
/** Where an execution lies in the context that it runs in, and by its variables, an object that graphql makes for each. */
const EXECUTION = api.createContextKey('graphql.execution');
exports.EXECUTION = EXECUTION;
const executions = new WeakMap();
function executionOf(info) {
    const variables = info?.variableValues;
    const known = variables && executions.get(variables);
    if (known)
        return known;
    const execution = api.context.active().getValue(EXECUTION);
    if (execution && typeof variables === 'object' && variables !== null)
        executions.set(variables, execution);
    return execution;
}
const patchedTypes = new WeakSet();
const patchedResolvers = new WeakSet();
/** Whether it is a value that lies there. Getters are the app's: they run once, when graphql asks. */
function isPlainValue(source, name) {
    for (let holder = source; holder; holder = Object.getPrototypeOf(holder)) {
        const descriptor = Object.getOwnPropertyDescriptor(holder, name);
        if (descriptor)
            return descriptor.get !== undefined || typeof descriptor.value !== 'function';
    }
    return true;
}`,
    },
    { find: `if (!type || type[symbols_1.OTEL_PATCHED_SYMBOL]) {`, replace: `if (!type || patchedTypes.has(type)) {` },
    { find: `    type[symbols_1.OTEL_PATCHED_SYMBOL] = true;`, replace: `    patchedTypes.add(type);` },
    {
      find: `        if (field.resolve) {`,
      replace: `        if (field.resolve && !Object.isFrozen(field)) {`,
    },
    {
      find: `    if (wrappedFieldResolver[symbols_1.OTEL_PATCHED_SYMBOL] ||
        typeof fieldResolver !== 'function') {`,
      replace: `    if (typeof fieldResolver !== 'function' || patchedResolvers.has(fieldResolver)) {`,
    },
    {
      find: `            const property = source[info.fieldName];
            // a function execution is not trivial and should be recorder.
            // property which is not a function is just a value and we don't want a "resolve" span for it
            if (typeof property !== 'function') {`,
      replace: `            // a function execution is not trivial and should be recorder.
            // property which is not a function is just a value and we don't want a "resolve" span for it
            if (util_types.isProxy(source) || isPlainValue(source, info.fieldName)) {`,
    },
    {
      find: `        if (!contextValue[symbols_1.OTEL_GRAPHQL_DATA_SYMBOL]) {
            return`,
      replace: `        const execution = executionOf(info);
        if (!execution) {
            return`,
    },
    {
      find: `            span = getParentFieldSpan(contextValue, path);
        }
        else {
            const { field, spanAdded } = createFieldIfNotExists(tracer, getConfig, contextValue, info, path);`,
      replace: `            span = getParentFieldSpan(execution, path);
        }
        else {
            const { field, spanAdded } = createFieldIfNotExists(tracer, getConfig, execution, info, path);`,
    },
    {
      find: `                if ((0, exports.isPromise)(res)) {`,
      replace: `                // Asking another thenable for its result may be what starts it.
                if (res instanceof Promise) {`,
    },
    {
      find: `        message: err.message,
    });
    resolveSpan.end();`,
      replace: `        message: util_types.isNativeError(err) ? err.message : undefined,
    });
    resolveSpan.end();`,
    },
    {
      find: `    resolveSpan.recordException(err);`,
      replace: `    if (util_types.isNativeError(err)) resolveSpan.recordException(err);`,
    },
    {
      find: `    wrappedFieldResolver[symbols_1.OTEL_PATCHED_SYMBOL] = true;
    return wrappedFieldResolver;`,
      replace: `    const { name, length } = fieldResolver;
    Object.defineProperties(wrappedFieldResolver, { name: { value: name }, length: { value: length } });
    patchedResolvers.add(wrappedFieldResolver);
    return wrappedFieldResolver;`,
    },
  ],
};
