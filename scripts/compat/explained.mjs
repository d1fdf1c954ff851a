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
};

/** Suite, file and test: texts that the name must contain, or patterns that it must match. */
const entries = [
  // A test that never ends fails all behind it.
  { suite: 'pino', file: 'test/multistream.test.js', reason: 'capture' },
  { suite: 'pino', file: 'test/http.test.js', test: 'response support via a serializer', reason: 'request-id' },
  { suite: 'process-warning', file: 'test/no-warnings.test.js', reason: 'capture' },
  { suite: 'fastify', file: 'test/logger/request.test.js', reason: 'redaction' },
  ...node('capture', 'child-process-fork-detached', 'console-count', 'console'),
  ...node('request-id', 'http-1.0', 'http-chunk-extensions-limit', 'http-remove-header-stays-removed'),
  ...node('traceparent', 'http-client-default-headers-exist', 'http-mutable-headers'),
  ...node('headers', 'http-content-length', 'http-max-headers-count', 'http-multiple-headers', 'http-raw-headers'),
];

/** Files of Node's own tests. */
function node(reason, ...names) {
  const pattern = (name) => new RegExp(`/test-${name.replaceAll('.', '\\.')}\\.m?js$`);
  return names.map((name) => ({ suite: 'node ', file: pattern(name), reason }));
}

const fits = (pattern, name) =>
  pattern === undefined || (typeof pattern === 'string' ? name.includes(pattern) : pattern.test(name));

/** The reason for a difference, if there is one. */
export function reasonFor(suite, file, test) {
  const entry = entries.find((each) => fits(each.suite, suite) && fits(each.file, file) && fits(each.test, test));
  return entry && reasons[entry.reason].text;
}

export { entries, reasons };
