export default {
  package: '@opentelemetry/instrumentation-ioredis',
  file: 'build/src/instrumentation.js',
  fault: 'A command that waited for the connection is sent a second time when it stands, and has a second span then.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-ioredis/src/instrumentation.ts',
  replacements: [
    {
      find: `        return function (cmd) {
            if (arguments.length < 1 || typeof cmd !== 'object') {`,
      replace: `        const traced = new WeakSet();
        return function (cmd) {
            if (arguments.length < 1 || typeof cmd !== 'object' || traced.has(cmd)) {`,
    },
    {
      find: `            const span = instrumentation.tracer.startSpan(cmd.name, {`,
      replace: `            traced.add(cmd);
            const span = instrumentation.tracer.startSpan(cmd.name, {`,
    },
  ],
};
