// The foreign test suites, as a table. Which files are tests is said by `tests`, which of them are left out, with the
// reason, by `without`. `kind` says how a file is run and read (readers.mjs).

const NODE_TEST = { kind: 'node:test', tests: /^tests?\/(?!.*(fixtures|helper|node_modules)).*test\.(js|cjs|mjs)$/ };
const EACH_FILE = { kind: 'node:test', tests: /^test\/[^/]*\.js$/ };
const UNCAPTURED = { env: { FIRSTLIGHT_CAPTURE: 'none' } };
const TAP = { kind: 'tap', tests: /^test\/[^/]*\.js$/ };
const BENCH_OR_TYPES = /^test\/(types|bundler|esbuild|internals\/version)|type-provider|\.test-d\./;

/** From npm, each with its own development dependencies. */
export const packageSuites = [
  { name: 'fastify', version: '5.12.8', ...NODE_TEST },
  { name: 'pino', version: '10.4.0', ...NODE_TEST },
  { name: 'thread-stream', version: '4.2.1', ...NODE_TEST },
  { name: 'sonic-boom', version: '5.0.2', ...NODE_TEST },
  { name: 'avvio', version: '9.3.1', ...NODE_TEST },
  { name: 'light-my-request', version: '6.8.1', ...NODE_TEST },
  { name: 'find-my-way', version: '9.10.2', ...NODE_TEST },
  { name: 'mercurius', version: '16.10.1', ...EACH_FILE },
  { name: 'aedes', version: '1.2.0', ...EACH_FILE },
  // Its tests compare what programs print by console.*, to the letter: captured, they would show nothing else.
  { name: 'close-with-grace', version: '2.5.0', ...TAP, ...UNCAPTURED, tests: /^test\/close\.t/, limitMs: 400_000 },
  { name: 'pino-http', version: '11.0.0', ...NODE_TEST },
  { name: 'pino-std-serializers', version: '7.1.0', ...NODE_TEST },
  { name: 'pino-abstract-transport', version: '3.0.0', ...NODE_TEST },
  { name: 'fast-json-stringify', version: '7.3.10', ...NODE_TEST },
  { name: '@fastify/reply-from', version: '12.6.5', ...NODE_TEST },
  { name: '@fastify/http-proxy', version: '11.6.3', ...EACH_FILE },
  { name: '@fastify/websocket', version: '11.3.7', ...NODE_TEST },
  { name: '@fastify/static', version: '10.1.11', ...NODE_TEST },
  { name: '@fastify/middie', version: '9.3.6', ...NODE_TEST },
  { name: '@fastify/express', version: '4.0.7', ...NODE_TEST },
  { name: 'mqemitter', version: '7.1.0', ...EACH_FILE },
  { name: 'process-warning', version: '5.1.1', ...NODE_TEST },
  { name: 'hyperid', version: '4.0.0', ...TAP },
  { name: 'fastq', version: '1.20.3', ...TAP },
  { name: 'on-exit-leak-free', version: '2.1.2', ...TAP, tests: /^test\/.*\.test\.js$/ },
  { name: 'bl', version: '7.0.13', ...TAP },
  { name: 'busboy', version: '1.6.0', kind: 'file', tests: /^test\/test-.*\.js$/ },
  { name: 'resolve', version: '1.22.14', ...TAP, replaced: { tape: '5.10.2' } },
  { name: 'qs', version: '6.17.1', ...TAP, replaced: { tape: '5.10.2' } },
  // As above.
  { name: 'tape', version: '5.10.2', ...TAP, ...UNCAPTURED },
].map((suite) => ({ without: BENCH_OR_TYPES, ...suite }));
