// What else a listener of a server can do: it destroys, emits, replaces, reads.
exports.responseActs = {
  'destroy()': (_, response) => response.destroy(),
  'destroy(error)': (_, response, see) => {
    response.on('error', (error) => see('error', error));
    response.destroy(new Error('mine'));
  },
  'destroy(symbol)': (_, response, see) => {
    response.on('error', (error) => see('error', error));
    response.destroy(Symbol('mine'));
  },
  'emits an error by hand': (_, response, see) => {
    response.on('error', (error) => see('error', error));
    response.emit('error', 'text');
    response.end();
  },
  'emits close by hand': (_, response) => {
    response.emit('close');
    response.end('a');
  },
  'emits finish by hand': (_, response) => {
    response.emit('finish');
    response.end('a');
  },
  'ends later': (_, response) => setTimeout(() => response.end('later'), 5),
  'cork and uncork': (_, response) => {
    response.cork();
    response.write('a');
    response.write('b');
    response.uncork();
    response.end();
  },
  'pipes the request': (request, response) => request.pipe(response),
  'reads the request': (request, response, see) => {
    let text = '';
    request
      .setEncoding('utf8')
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('end', () => {
        see('body', text);
        response.end(text);
      });
  },
  'iterates the request': async (request, response, see) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    see('body', text);
    response.end();
  },
  'destroys the request': (request) => request.destroy(),
  'destroys the request with an error': (request, _, see) => {
    request.on('error', (error) => see('request error', error));
    request.destroy(new Error('mine'));
  },
  'removes all listeners': (request, response) => {
    request.removeAllListeners();
    response.removeAllListeners('close');
    response.end();
  },
  'replaces writeHead': (_, response, see) => {
    const { writeHead } = response;
    response.writeHead = (...args) => {
      see('writeHead', args);
      return writeHead.apply(response, args);
    };
    response.end();
  },
  'replaces end': (_, response, see) => {
    const { end } = response;
    response.end = (...args) => {
      see('end', args.length);
      return end.apply(response, args);
    };
    response.end('a');
  },
  'replaces emit': (_, response, see) => {
    const { emit } = response;
    response.emit = function own(...args) {
      see('emit', args[0]);
      return emit.apply(this, args);
    };
    response.end('a');
  },
  'this is lost': (_, response, see) => {
    const { writeHead, end } = response;
    see.outcome('writeHead', () => writeHead(200));
    see.outcome('end', () => end());
    response.end();
  },
  'a timeout': (_, response, see) => {
    response.setTimeout(5, () => {
      see('timeout');
      response.end('late');
    });
  },
  'assigns headers as properties': (request, response, see) => {
    request.headers = { own: '1' };
    see('headers', request.headers);
    response.end();
  },
  'reads what it got': (request, response, see) => {
    const given = { ...request.headers };
    for (const name of ['traceparent', 'tracestate', 'baggage']) delete given[name];
    see('request', [
      request.method,
      request.url,
      request.httpVersion,
      Object.keys(given),
      request.complete,
      request.aborted,
    ]);
    see('keys', [Reflect.ownKeys(request).map(String), Reflect.ownKeys(response).map(String)]);
    see(
      'listeners',
      [request, response].map((message) =>
        message.eventNames().map((name) => [String(name), message.listenerCount(name)]),
      ),
    );
    see('socket', [
      request.socket === response.socket,
      request.socket.eventNames().map((name) => [String(name), request.socket.listenerCount(name)]),
    ]);
    response.end();
  },
  'ten listeners of each event': (request, response, see) => {
    const warn = (warning) => see('warning', warning.message);
    process.on('warning', warn);
    for (const message of [request, response])
      for (const name of ['close', 'end', 'finish', 'error'])
        for (let i = 0; i < 10; i += 1) message.on(name, () => {});
    setTimeout(() => {
      process.off('warning', warn);
      response.end();
    }, 5);
  },
};
