// Differences that are known and meant, each with its reason. A fault of firstlight has no place here: it is put right.
// A reason is for a user: what differs, and why. If a switch takes the difference away, `env` is that switch: `npm run
// compat -- --triage` tries them on all that is not explained.
const reasons = {
  capture: {
    text: '`console.*` and the lines of loggers are written as JSON (`FIRSTLIGHT_CAPTURE=none` leaves them alone)',
    env: { FIRSTLIGHT_CAPTURE: 'none' },
  },
  lines: {
    text: 'lines of firstlight itself (its start, requests, faults, crashes) stand beside those of the app',
    env: { FIRSTLIGHT_CAPTURE: 'none', LOG_LEVEL: 'silent' },
  },
  'request-id': {
    text: 'responses carry `x-request-id` (`FIRSTLIGHT_REQUEST_ID_ECHO=false` leaves it out)',
    env: { FIRSTLIGHT_REQUEST_ID_ECHO: 'false' },
  },
  traceparent: {
    text: 'requests that go out carry `traceparent` (`OTEL_PROPAGATORS=none` leaves it out)',
    env: { OTEL_PROPAGATORS: 'none' },
  },
  headers: {
    text: 'requests that go out carry `traceparent`, and responses `x-request-id`, in the same test',
    env: { OTEL_PROPAGATORS: 'none', FIRSTLIGHT_REQUEST_ID_ECHO: 'false' },
  },
  redaction: {
    text: "secrets (authorization, cookie, …) are hidden in what the app's loggers write as well, as `[redacted]`",
  },
  context: {
    text: 'a trace needs an `AsyncLocalStorage`: an app with one of its own differs in the same way',
  },
  'own work': {
    text: 'firstlight works in the same event loop: its timers, and metrics at the end, which hooks of `async_hooks` see',
  },
  end: {
    text: 'the end of a process takes longer by the time that delivery takes (`OTEL_ENABLED=false` delivers nothing)',
    env: { OTEL_ENABLED: 'false' },
  },
  loader: {
    text: 'a loader hook makes an ES module of every file, of the CommonJS file behind `--import` as well',
  },
  loaded: {
    text: 'modules of Node.js that firstlight patches are loaded earlier: a test changes their insides before that',
  },
  'built-ins': {
    text: "iterators of arrays that the app replaces are called by JavaScript of others, firstlight's included",
  },
  thread: {
    text: "the exporter is a thread: it has the first thread ID, and Node's inspector shows it",
  },
  'hooks thread': {
    text: 'on Node.js 20, module hooks run on a thread (`FIRSTLIGHT_ESM_HOOKS=never` starts none)',
    env: { FIRSTLIGHT_ESM_HOOKS: 'never' },
  },
};

/** Suite, file and test: texts that the name must contain, or patterns that it must match. */
const entries = [
  // They ask for an end within 500 ms, of a process that has lived for less: a busy machine takes longer.
  {
    suite: 'close-with-grace',
    file: 'test/close.test.js',
    test: /^a secong signal \(SIG\w+\) close abruptly.* > should be strictly equal \(5\)$/,
    reason: 'end',
  },
  // A test that never ends fails all behind it.
  { suite: 'pino', file: 'test/multistream.test.js', reason: 'capture' },
  { suite: 'pino', file: 'test/http.test.js', test: 'response support via a serializer', reason: 'request-id' },
  { suite: 'tape', file: 'test/async-await.js', test: /^async5$/, reason: 'lines' },
  // The programs that they start get NODE_OPTIONS, and not the switch of the suite.
  { suite: 'tape', file: 'test/async-await.js', test: /^sync-error$/, reason: 'capture' },
  { suite: 'tape', file: 'test/no_only.js', test: /--no-only is passed via cli/, reason: 'capture' },
  { suite: 'process-warning', file: 'test/no-warnings.test.js', reason: 'capture' },
  { suite: 'fastify', file: 'test/logger/request.test.js', reason: 'redaction' },
  ...node('parallel', 'capture', 'child-process-fork-detached console-count console worker-message-port-drain'),
  ...node(
    'parallel',
    'request-id',
    `http-1.0 http-chunk-extensions-limit http-remove-header-stays-removed http-server-close-all http-server-close-idle
    http-outgoing-first-chunk-singlebyte-encoding https-server-close-all https-server-close-idle`,
  ),
  ...node(
    'parallel',
    'traceparent',
    `http-client-default-headers-exist http-mutable-headers http-client-headers-array
    http-sync-write-error-during-continue tls-over-http-tunnel`,
  ),
  ...node(
    'parallel',
    'headers',
    'http-content-length http-max-headers-count https-max-headers-count http-multiple-headers http-raw-headers',
  ),
  // Node 20.19 aborts if an app with --unhandled-rejections=strict uses its first AsyncLocalStorage after a rejection.
  ...node('parallel', 'context', 'promise-unhandled-error'),
  ...node(
    'parallel',
    'own work',
    `async-hooks-enable-before-promise-resolve async-hooks-enable-during-promise domain-multi
    stream-writable-samecb-singletick timers-immediate-unref-simple`,
  ),
  ...node('parallel', 'built-ins', 'require-delete-array-iterator worker-terminate-source-map'),
  ...node(
    'parallel',
    'thread',
    'diagnostics-channel-worker-threads worker-event worker-hasref worker-messaging worker-name',
  ),
  ...node('parallel', 'loaded', 'http-parser-lazy-loaded tls-clientcertengine-unsupported tls-keyengine-unsupported'),
  ...node('es-module', 'loader', 'esm-loader-dependency esm-loader-event-loop esm-loader'),
  ...node('es-module', 'hooks thread', 'esm-named-exports http-imports'),
  // Each fails in the same way behind a preload that has a tick, an interval and a thread, and no more.
  ...node(
    'async-hooks',
    'own work',
    `async-await crypto-pbkdf2 crypto-randomBytes disable-in-init embedder.api.async-resource emit-init
    enable-disable enable-in-init fseventwrap filehandle-no-reuse fsreqcallback-access fsreqcallback-readFile
    getnameinforeqwrap getaddrinforeqwrap graph.fsreq-readFile graph.http graph.intervals graph.pipe
    graph.pipeconnect graph.shutdown graph.statwatcher graph.signal graph.tcp graph.timeouts graph.tls-write-12
    graph.tls-write http-agent-handle-reuse-parallel http-agent-handle-reuse-serial httpparser.request
    httpparser.response immediate late-hook-enable nexttick-default-trigger pipeconnectwrap pipewrap
    promise.chain-promise-before-init-hooks promise promise.promise-before-init-hooks queue-microtask querywrap
    shutdownwrap signalwrap statwatcher tcpwrap timers.setInterval timers.setTimeout tlswrap udpsendwrap
    unhandled-exception-valid-ids udpwrap unhandled-rejection-context writewrap zlib.zlib-binding.deflate`,
  ),
];

/** Files of one folder of Node's own tests, by their names without `test-` and extension. */
function node(folder, reason, names) {
  const pattern = (name) => new RegExp(`^test/${folder}/test-${name.replaceAll('.', '\\.')}\\.m?js$`);
  return names.split(/\s+/).map((name) => ({ suite: `node test/${folder}`, file: pattern(name), reason }));
}

const fits = (pattern, name) =>
  pattern === undefined || (typeof pattern === 'string' ? name.includes(pattern) : pattern.test(name));

/** The reason for a difference, if there is one. */
export function reasonFor(suite, file, test) {
  const entry = entries.find((each) => fits(each.suite, suite) && fits(each.file, file) && fits(each.test, test));
  return entry && reasons[entry.reason].text;
}

export { entries, reasons };
