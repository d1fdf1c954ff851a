// What a server's listener does with a response, in all forms that Node.js knows: each ends the response, or lets it
// be.
const { responseActs } = require('./http-server-acts.cjs');

const frozen = Object.freeze;
const thrower = {
  get 'x-a'() {
    throw new Error('the getter of x-a');
  },
};
const head =
  (...args) =>
  (request, response) =>
    response.writeHead(...args).end('body');
const OWN = { 'X-Request-Id': 'app' };

exports.responseForms = {
  'end()': (_, response) => response.end(),
  'end(text)': (_, response) => response.end('text'),
  'end(buffer)': (_, response) => response.end(Buffer.from('buffer')),
  'end(array)': (_, response) => response.end(new Uint8Array([97])),
  'end(text, encoding)': (_, response) => response.end('74', 'hex'),
  'end(callback)': (_, response, see) => response.end(() => see('ended')),
  'end(text, encoding, callback)': (_, response, see) => response.end('t', 'utf8', () => see('ended')),
  'end twice': (_, response, see) => {
    see.outcome('first', () => response.end('a') === response);
    see.outcome('second', () => response.end('b') === response);
  },
  'end(number)': (_, response, see) => {
    see.outcome('end', () => response.end(7));
    response.end();
  },
  'end(object)': (_, response, see) => {
    see.outcome('end', () => response.end({}));
    response.end();
  },
  'write(null)': (_, response, see) => {
    see.outcome('write', () => response.write(null));
    response.end();
  },
  'write after end': (_, response, see) => {
    response.on('error', (error) => see('error', error));
    response.end('a');
    response.write('b', (error) => see('cb', error?.code));
  },
  'write, then end': (_, response, see) => {
    see('write', response.write('a'));
    response.end('b');
  },
  'writeHead(status)': head(201),
  'writeHead(text)': head('201'),
  'writeHead(status, reason)': head(201, 'Own'),
  'writeHead(status, undefined)': head(201, undefined),
  'writeHead(status, null)': head(201, null),
  'writeHead(status, undefined, headers)': head(201, undefined, { 'x-a': '1' }),
  'writeHead(status, null, headers)': head(201, null, { 'x-a': '1' }),
  'writeHead(status, reason, null)': head(201, 'Own', null),
  'writeHead(status, headers)': head(201, { 'x-a': '1', 'Set-Cookie': ['a=1', 'b=2'] }),
  'writeHead(status, frozen)': head(201, frozen({ 'x-a': '1' })),
  'writeHead(status, null prototype)': head(201, Object.assign(Object.create(null), { 'x-a': '1' })),
  'writeHead(status, inherited)': head(201, Object.create({ 'x-a': '1' })),
  'writeHead(status, proxy)': head(201, new Proxy({ 'x-a': '1' }, {})),
  'writeHead(status, flat array)': head(201, ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']),
  'writeHead(status, frozen array)': head(201, frozen(['x-a', '1'])),
  'writeHead(status, pairs)': head(201, [
    ['x-a', '1'],
    ['x-a', '2'],
  ]),
  'writeHead(status, empty array)': head(201, []),
  'writeHead(status, odd array)': head(201, ['x-a']),
  'writeHead(status, a Map)': head(201, new Map([['x-a', '1']])),
  'writeHead(status, a Headers object)': head(201, new Headers({ 'x-a': '1' })),
  'writeHead(status, text)': head(201, '', 'text'),
  'writeHead(status, number)': head(201, 7),
  'writeHead(status, symbol)': head(201, Symbol('s')),
  'writeHead(status, a getter that throws)': head(201, thrower),
  'writeHead(status, undefined value)': head(201, { 'x-a': undefined }),
  'writeHead(status, bad name)': head(201, { 'x a': '1' }),
  'writeHead(status, bad value)': head(201, { 'x-a': 'a\nb' }),
  'writeHead(bad status)': head(9),
  'writeHead(symbol)': head(Symbol('s')),
  'writeHead()': head(),
  'writeHead twice': (_, response, see) => {
    response.writeHead(200);
    see.outcome('second', () => response.writeHead(201));
    response.end();
  },
  'writeHead after setHeader': (_, response) => {
    response.setHeader('x-b', '1');
    response.writeHead(200, { 'x-a': '1' }).end();
  },
  'writeHead with an array after setHeader': (_, response) => {
    response.setHeader('x-b', '1');
    response.writeHead(200, ['Set-Cookie', 'a', 'Set-Cookie', 'b']).end();
  },
  'writeHead with its own request ID': head(200, OWN),
  'writeHead with its own request ID in an array': head(200, ['X-Request-Id', 'app']),
  'setHeader with its own request ID': (_, response) => {
    response.setHeader('x-Request-ID', 'app');
    response.end();
  },
  setHeader: (_, response, see) => {
    see('this', response.setHeader('x-a', ['1', '2']) === response);
    response.end();
  },
  'setHeaders(Map)': (_, response, see) => {
    see.outcome('set', () => {
      response.setHeaders?.(new Map([['x-a', '1']]));
    });
    response.end();
  },
  'setHeader(bad)': (_, response, see) => {
    for (const bad of ['x a', '', undefined, Symbol('s'), 7])
      see.outcome('set', () => {
        response.setHeader(bad, '1');
      });
    response.end();
  },
  'setHeader(undefined value)': (_, response, see) => {
    see.outcome('set', () => {
      response.setHeader('x-a', undefined);
    });
    response.end();
  },
  'setHeader after the head': (_, response, see) => {
    response.write('a');
    see.outcome('set', () => {
      response.setHeader('x-a', '1');
    });
    response.end();
  },
  appendHeader: (_, response) => {
    response.appendHeader?.('x-a', '1');
    response.appendHeader?.('x-a', ['2', '3']);
    response.end();
  },
  removeHeader: (_, response) => {
    response.removeHeader('date');
    response.removeHeader('connection');
    response.end();
  },
  'sendDate false': (_, response) => {
    response.sendDate = false;
    response.end();
  },
  flushHeaders: (_, response) => {
    response.flushHeaders();
    response.flushHeaders();
    response.end('a');
  },
  'getHeaders after the head': (_, response, see) => {
    response.setHeader('x-a', '1');
    response.writeHead(200, { 'x-b': '2' });
    see('headers', [
      response.getHeaderNames(),
      { ...response.getHeaders() },
      response.hasHeader('x-request-id'),
      response.headersSent,
    ]);
    response.end();
  },
  'getHeaders after end': (_, response, see) => {
    response.end();
    see('headers', [response.getHeaderNames(), { ...response.getHeaders() }, response.headersSent]);
  },
  trailers: (_, response) => {
    response.writeHead(200, { Trailer: 'x-t' });
    response.write('a');
    response.addTrailers({ 'x-t': '1' });
    response.end();
  },
  'trailers without a chunk': (_, response, see) => {
    response.setHeader('Trailer', 'x-t');
    response.setHeader('content-length', '1');
    see.outcome('end', () => response.end('a') === response);
  },
  'trailers in an array': (_, response) => {
    response.write('a');
    response.addTrailers([['x-t', '1']]);
    response.end();
  },
  writeContinue: (_, response, see) => {
    response.writeContinue(() => see('continued'));
    response.end();
  },
  writeProcessing: (_, response) => {
    response.writeProcessing();
    response.end();
  },
  writeEarlyHints: (_, response, see) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' }, () => see('hinted'));
    response.end();
  },
  'writeEarlyHints(bad)': (_, response, see) => {
    for (const bad of [undefined, null, 'x', { link: 7 }, frozen({ link: '' })])
      see.outcome('hint', () => response.writeEarlyHints(bad));
    response.end();
  },
  'status 204': (_, response) => {
    response.statusCode = 204;
    response.end('ignored');
  },
  'status 304': head(304),
  statusMessage: (_, response) => {
    response.statusMessage = 'Own words';
    response.end();
  },
  'content-length by hand': (_, response) => {
    response.setHeader('Content-Length', 4);
    response.end('body');
  },
  strictContentLength: (_, response, see) => {
    response.strictContentLength = true;
    response.setHeader('Content-Length', 1);
    see.outcome('end', () => response.end('body') === response);
    response.destroy();
  },
  ...responseActs,
};
