export default {
  package: '@opentelemetry/sdk-trace',
  file: 'build/esm/TracerProvider.js',
  fault: 'getTracer throws for a Symbol, and for options whose getters throw.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-trace/src/TracerProvider.ts',
  replacements: [
    {
      find: `    getTracer(name, version, options) {`,
      replace: `    getTracer(name, version, options) {
        try {
            return this._getTracer(name, version, options);
        }
        catch {
            return this._getTracer(typeof name === 'string' ? name : '', typeof version === 'string' ? version : undefined);
        }
    }
    _getTracer(name, version, options) {`,
    },
  ],
};
