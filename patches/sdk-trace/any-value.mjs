// Bare, what an app gives the API's methods is not looked at. So nothing that it gives may throw here.
export default {
  package: '@opentelemetry/sdk-trace',
  file: 'build/esm/Span.js',
  fault: 'Methods of spans throw for keys, links and values of attributes that are none, and for getters that throw.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-trace/src/Span.ts',
  replacements: [
    {
      find: `//# sourceMappingURL=Span.js.map`,
      replace: `
for (const name of ['setAttribute', 'setAttributes', 'addEvent', 'addLink', 'addLinks', 'setStatus', 'updateName', 'recordException', 'end']) {
    const method = SpanImpl.prototype[name];
    const returnsThis = name !== 'recordException' && name !== 'end';
    SpanImpl.prototype[name] = function (...args) {
        try {
            return method.apply(this, args);
        }
        catch (error) {
            diag.debug('a span was given what it cannot hold: ' + name, error);
            return returnsThis ? this : undefined;
        }
    };
}
//# sourceMappingURL=Span.js.map`,
    },
  ],
};
