export default {
  package: '@opentelemetry/sdk-trace',
  file: 'build/esm/Span.js',
  fault: 'recordException throws for a Symbol, and for an error whose own getters throw.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-trace/src/Span.ts',
  replacements: [
    {
      find: "    recordException(exception, time) {\n        const attributes = {};\n        if (typeof exception === 'string') {\n            attributes[ATTR_EXCEPTION_MESSAGE] = exception;",
      replace: `    recordException(exception, time) {
        try {
            this._recordException(exception, time);
        } catch {
            this.addEvent(ExceptionEventName, { [ATTR_EXCEPTION_TYPE]: typeof exception }, time);
        }
    }
    _recordException(exception, time) {
        const attributes = {};
        if (typeof exception === 'string' || typeof exception === 'symbol') {
            attributes[ATTR_EXCEPTION_MESSAGE] = String(exception);`,
    },
  ],
};
