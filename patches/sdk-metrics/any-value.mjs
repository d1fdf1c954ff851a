export default {
  package: '@opentelemetry/sdk-metrics',
  file: 'build/esm/Instruments.js',
  fault: 'Instruments throw for Symbols, and for attributes that JSON cannot say.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-metrics/src/Instruments.ts',
  replacements: [
    {
      find: `//# sourceMappingURL=Instruments.js.map`,
      replace: `
for (const [{ prototype }, name] of [[UpDownCounterInstrument, 'add'], [CounterInstrument, 'add'], [GaugeInstrument, 'record'], [HistogramInstrument, 'record']]) {
    const method = prototype[name];
    prototype[name] = function (value, attributes, context) {
        try {
            method.call(this, value, attributes ?? undefined, context ?? undefined);
        }
        catch (error) {
            diag.debug('an instrument was given what it cannot record', error);
        }
    };
}
//# sourceMappingURL=Instruments.js.map`,
    },
  ],
};
