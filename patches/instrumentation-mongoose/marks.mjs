export default {
  package: '@opentelemetry/instrumentation-mongoose',
  file: 'build/src/mongoose.js',
  fault: 'Queries and aggregates have enumerable marks of the instrumentation, which show when they are printed.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-mongoose/src/mongoose.ts',
  replacements: [
    {
      find: `exports._STORED_PARENT_SPAN = Symbol('stored-parent-span');`,
      replace: `exports._STORED_PARENT_SPAN = Symbol('stored-parent-span');
const mark = (target, key, value) => Object.defineProperty(target, key, { value, writable: true, configurable: true });`,
    },
    {
      find: `                    result[exports._ALREADY_INSTRUMENTED] = true;`,
      replace: `                    mark(result, exports._ALREADY_INSTRUMENTED, true);`,
    },
    {
      find: `                    aggregate[exports._STORED_PARENT_SPAN] = currentSpan;`,
      replace: `                    mark(aggregate, exports._STORED_PARENT_SPAN, currentSpan);`,
    },
    {
      find: `                this[exports._STORED_PARENT_SPAN] = api_1.trace.getSpan(api_1.context.active());`,
      replace: `                mark(this, exports._STORED_PARENT_SPAN, api_1.trace.getSpan(api_1.context.active()));`,
    },
  ],
};
