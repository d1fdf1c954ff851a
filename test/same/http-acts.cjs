// What an app does with the request that http.request gives it.
const later = (work) => (request) => setImmediate(() => work(request));
const unheard = (act) => Object.assign(act, { unheard: true });
exports.actForms = {
  'ends later': later((request) => request.end('later')),
  'writes and ends': (request) => {
    request.write('a');
    request.end('b');
  },
  'ends with a callback': (request) => request.end(() => {}),
  'sets headers': (request) => {
    request.setHeader('X-B', ['1', '2']);
    request.removeHeader('host');
    request.end();
  },
  'appends headers': (request) => {
    request.appendHeader?.('X-B', '1');
    request.appendHeader?.('X-B', '2');
    request.end();
  },
  'sets its own traceparent': (request) => {
    request.setHeader('traceparent', '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01');
    request.end();
  },
  'flushes headers': (request) => {
    request.flushHeaders();
    request.end('x');
  },
  'flushes, then sets': (request) => {
    request.flushHeaders();
    request.setHeader('X', '1');
  },
  'sets a bad header': (request) => request.setHeader('X A', '1'),
  'ends twice': (request) => {
    request.end('a');
    request.end('b');
  },
  'writes after the end': (request) => {
    request.end('a');
    request.write('b');
  },
  'writes null': (request) => request.write(null),
  trailers: (request) => {
    request.setHeader('Trailer', 'X-T');
    request.write('a');
    request.addTrailers({ 'X-T': '1' });
    request.end();
  },
  destroys: (request) => request.destroy(),
  'destroys with an error': (request) => request.destroy(new Error('mine')),
  'destroys with a symbol': (request) => request.destroy(Symbol('mine')),
  'destroys later': later((request) => request.destroy()),
  aborts: (request) => request.abort(),
  'aborts later': later((request) => {
    request.end();
    request.abort();
  }),
  'emits an error by hand': (request) => {
    request.emit('error', 'text');
    request.end();
  },
  'emits a response by hand': (request) => {
    request.emit('unknown', 1);
    request.end();
  },
  'emits nothing': (request) => {
    request.emit();
    request.end();
  },
  'removes all listeners': (request) => {
    request.removeAllListeners('response');
    request.end();
  },
  'hears no response': unheard((request) => request.end()),
  'destroys the response': unheard((request) => {
    request.on('response', (response) => response.destroy());
    request.end();
  }),
  'destroys the response with an error': unheard((request) => {
    request.on('response', (response) => response.on('error', () => {}).destroy(new Error('mine')));
    request.end();
  }),
  corks: (request) => {
    request.cork();
    request.write('a');
    request.uncork();
    request.end();
  },
  'changes method and path': (request) => {
    request.method = 'PATCH';
    request.path = '/changed';
    request.end();
  },
};
