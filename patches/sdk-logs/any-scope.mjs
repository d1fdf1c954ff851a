export default {
  package: '@opentelemetry/sdk-logs',
  file: 'build/esm/LoggerProvider.js',
  fault: 'getLogger throws for a Symbol, and for options whose getters throw.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/sdk-logs/src/LoggerProvider.ts',
  replacements: [
    {
      find: `    getLogger(name, version, options) {`,
      replace: `    getLogger(name, version, options) {
        try {
            return this._getLogger(name, version, options);
        }
        catch {
            return this._getLogger(typeof name === 'string' ? name : '', typeof version === 'string' ? version : undefined);
        }
    }
    _getLogger(name, version, options) {`,
    },
  ],
};
