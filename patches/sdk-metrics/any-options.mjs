export default {
  package: '@opentelemetry/sdk-metrics',
  file: 'build/esm/Meter.js',
  fault: 'Instruments whose name is no text, and options that no text can be made of, throw.',
  upstream: 'https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-metrics/src/Meter.ts',
  replacements: [
    {
      find: `import { createInstrumentDescriptor } from './InstrumentDescriptor';`,
      replace: `import { createNoopMeter, diag } from '@opentelemetry/api';
import { createInstrumentDescriptor } from './InstrumentDescriptor';`,
    },
    {
      find: `//# sourceMappingURL=Meter.js.map`,
      replace: `
for (const name of ['createGauge', 'createHistogram', 'createCounter', 'createUpDownCounter', 'createObservableGauge', 'createObservableCounter', 'createObservableUpDownCounter']) {
    const method = Meter.prototype[name];
    Meter.prototype[name] = function (...args) {
        try {
            if (typeof args[0] === 'string')
                return method.apply(this, args);
        }
        catch (error) {
            diag.debug('an instrument was given options that are none: ' + name, error);
        }
        return createNoopMeter()[name](...args);
    };
}
//# sourceMappingURL=Meter.js.map`,
    },
  ],
};
