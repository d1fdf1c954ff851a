export default {
  package: '@opentelemetry/sdk-logs',
  file: 'build/esm/Logger.js',
  fault: 'emit throws for what is no record, no time or no context, and for getters that throw.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/sdk-logs/src/Logger.ts',
  replacements: [
    {
      find: `    emit(logRecord) {`,
      replace: `    emit(logRecord) {
        try {
            this._emit(logRecord);
        }
        catch {
            try {
                const { body, severityNumber, severityText } = logRecord;
                this._emit({ body, severityNumber, severityText });
            }
            catch {
                // It is no record.
            }
        }
    }
    _emit(logRecord) {`,
    },
  ],
};
