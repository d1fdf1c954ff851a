export default {
  package: '@opentelemetry/instrumentation-undici',
  file: 'build/src/undici.js',
  fault:
    'A traceparent of the app goes out a second time, joined to ours by a comma; it has to win, with its tracestate.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-undici/src/undici.ts',
  replacements: [
    {
      find: 'const headerEntries = Object.entries(addedHeaders);',
      replace: `const groupOf = (name) => name === 'traceparent' || name === 'tracestate' ? 'w3c' : name === 'b3' || name.startsWith('x-b3-') ? 'b3' : name;
        const taken = new Set(Object.keys(addedHeaders).map((name) => name.toLowerCase()).filter((name) => headersMap.has(name)).map(groupOf));
        const headerEntries = Object.entries(addedHeaders).filter(([name]) => !taken.has(groupOf(name.toLowerCase())));`,
    },
  ],
};
