// Performs one client request of node:http, node:https or node:http2's compatible kind and notes all that the app can
// see of it.
const { errorMonitor } = require('node:events');

/** Longer than anything on this machine takes that comes at all. */
const HANGS_MS = 1_500;
/** Enough for calls that are known to hang: their server is in the same process. */
exports.SHORT_MS = 300;

const EVENTS = ['information', 'continue', 'upgrade', 'connect', 'timeout', 'abort', 'finish', 'close'];

/** Notes what a request is before anything has happened to it: listeners, own keys, headers. */
function noteRequest(see, request) {
  see('request', [request?.constructor?.name, request?.method, request?.path, request?.host, request?.protocol]);
  see(
    'listeners',
    request.eventNames().map((name) => [String(name), request.listenerCount(name)]),
  );
  see('own keys', Reflect.ownKeys(request).map(String));
  see('headers', [request.getHeaderNames(), { ...request.getHeaders() }]);
}

/**
 * Runs `call()`, which returns a ClientRequest or throws, and notes outcome, events in order and the response.
 * @param act what the app does with the request; default: it ends it.
 * @param hangsMs after this long (ms) it counts as one that hangs.
 */
exports.perform = (see, call, act = (request) => request.end(), hangsMs = HANGS_MS) =>
  new Promise((resolve) => {
    let request;
    try {
      request = call();
    } catch (error) {
      see('threw', error);
      return resolve();
    }
    noteRequest(see, request);
    for (const name of EVENTS) request.on(name, () => see(name));
    request.on('error', (error) =>
      see('error', { code: error?.code, message: error?.message, name: error?.name, error }),
    );
    const late = setTimeout(() => {
      see('hangs', request.res?.complete);
      request.destroy();
      resolve();
    }, hangsMs);
    request.once('close', () => {
      clearTimeout(late);
      setImmediate(resolve);
    });
    // Without a listener for the response Node.js throws the body away: that rule is in the tables, too.
    if (request.listenerCount('response') === 0 && !act.unheard)
      request.on('response', (response) => exports.noteResponse(see, response));
    try {
      act(request);
    } catch (error) {
      see('act threw', error);
      request.destroy();
    }
  });

/** Reads a response to its end and notes it. */
exports.noteResponse = (see, response) => {
  see('response', [response.constructor.name, response.statusCode, response.statusMessage]);
  see(
    'response listeners',
    response.eventNames().map((name) => [String(name), response.listenerCount(name)]),
  );
  see('response keys', Reflect.ownKeys(response).map(String));
  let text = '';
  response.on('data', (chunk) => {
    text += chunk;
  });
  for (const name of ['aborted', 'close']) response.on(name, () => see(`response ${name}`));
  response.on('error', (error) => see('response error', error));
  response.on('end', () => see('response end', [text, response.trailers, response.complete]));
};

exports.errorMonitor = errorMonitor;

/** Values that stand for an argument that an app passes by mistake, or on purpose. */
exports.oddValues = {
  undefined,
  null: null,
  zero: 0,
  number: 7_000,
  NaN,
  true: true,
  false: false,
  empty: '',
  symbol: Symbol('odd'),
  bigint: 7n,
  function: () => {},
  array: [],
  'empty object': {},
  'null-prototype object': Object.create(null),
  regexp: /x/,
  date: new Date(0),
  buffer: Buffer.from('x'),
  boxed: Object('text'),
  error: Object.assign(new Error('given'), { stack: 'Error: given' }),
  promise: Promise.resolve(),
  map: new Map(),
  newline: 'a\nb',
  'not latin1': 'ā',
};

/** The most telling of them, for what has many keys. */
exports.fewOddValues = Object.fromEntries(
  ['undefined', 'null', 'number', 'empty', 'symbol', 'array', 'empty object', 'function'].map((name) => [
    name,
    exports.oddValues[name],
  ]),
);
