export default {
  package: '@opentelemetry/instrumentation-undici',
  file: 'build/src/undici.js',
  fault: 'What throws in a subscriber of a diagnostics channel is an uncaught exception of the app.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-undici/src/undici.ts',
  replacements: [
    {
      find: 'subscribeToChannel(diagnosticChannel, onMessage) {',
      replace: `subscribeToChannel(diagnosticChannel, subscriber) {
        const onMessage = (message) => {
            try {
                subscriber(message);
            } catch (error) {
                this._diag.debug('a subscriber failed', error);
            }
        };`,
    },
  ],
};
