// Differences that are known and meant, each with its reason. A reason is for a user: what differs, and why.
// A fault of firstlight is never put in here: it is put right.
const reasons = {
  capture: '`console.*` and the lines of loggers are written as JSON; `FIRSTLIGHT_CAPTURE=none` leaves them alone',
  lines: 'lines of firstlight (its start, requests, faults) stand on stdout or stderr beside those of the app',
  'request-id': 'responses carry `x-request-id`; `FIRSTLIGHT_REQUEST_ID_ECHO=false` leaves it out',
  context: 'the context of a request needs an `AsyncLocalStorage`: an app with one of its own differs in the same way',
};

/** Suite, file and test: texts that the name must contain, or patterns that it must match. */
const entries = [
  // A test that never ends fails all behind it.
  { suite: 'pino', file: 'test/multistream.test.js', reason: 'capture' },
  { suite: 'pino', file: 'test/http.test.js', test: 'response support via a serializer', reason: 'request-id' },
  { suite: 'node test/parallel', file: 'test-child-process-fork-detached.js', reason: 'capture' },
];

const fits = (pattern, name) =>
  pattern === undefined || (typeof pattern === 'string' ? name.includes(pattern) : pattern.test(name));

/** The reason for a difference, if there is one. */
export function reasonFor(suite, file, test) {
  const entry = entries.find((each) => fits(each.suite, suite) && fits(each.file, file) && fits(each.test, test));
  return entry && reasons[entry.reason];
}

export { entries, reasons };
