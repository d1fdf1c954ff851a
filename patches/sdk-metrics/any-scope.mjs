export default {
  package: '@opentelemetry/sdk-metrics',
  file: 'build/esm/MeterProvider.js',
  fault: 'getMeter throws for a Symbol, for null as options, and for options whose getters throw.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-metrics/src/MeterProvider.ts',
  replacements: [
    {
      find: `    getMeter(name, version = '', options = {}) {`,
      replace: `    getMeter(name, version, options) {
        try {
            return this._getMeter(name, version ?? undefined, options ?? undefined);
        }
        catch {
            return this._getMeter(typeof name === 'string' ? name : '', typeof version === 'string' ? version : undefined);
        }
    }
    _getMeter(name, version = '', options = {}) {`,
    },
  ],
};
