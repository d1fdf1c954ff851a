export default {
  package: '@opentelemetry/sdk-trace',
  file: 'build/esm/Tracer.js',
  fault: 'startSpan throws for null as options or context, for links that are none, and for getters that throw.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-trace/src/Tracer.ts',
  replacements: [
    {
      find: `    startSpan(name, options = {}, context = api.context.active()) {`,
      replace: `    startSpan(name, options, context) {
        // What throws here throws without an SDK, too.
        void options?.root;
        const parent = context || api.context.active();
        if (typeof parent.getValue !== 'function')
            throw new TypeError('context.getValue is not a function');
        try {
            return this._startSpan(name, options ?? {}, parent);
        }
        catch (error) {
            api.diag.debug('a span was started with options that are none', error);
            return this._startSpan(name, {}, parent);
        }
    }
    _startSpan(name, options, context) {`,
    },
  ],
};
