// grpc-js: the four kinds of calls, metadata that is the app's, trailers, errors.
const same = (value) => value;
const bytes = { requestSerialize: same, requestDeserialize: same, responseSerialize: same, responseDeserialize: same };
const method = (name, requestStream, responseStream) => ({
  path: `/app.Greeter/${name}`,
  requestStream,
  responseStream,
  originalName: name[0].toLowerCase() + name.slice(1),
  ...bytes,
});
const service = {
  Unary: method('Unary', false, false),
  Upload: method('Upload', true, false),
  Download: method('Download', false, true),
  Chat: method('Chat', true, true),
  Fails: method('Fails', false, false),
  Trailers: method('Trailers', false, false),
  Throws: method('Throws', false, false),
  Breaks: method('Breaks', false, true),
};
const OWN = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
const ours = ['traceparent', 'tracestate', 'baggage', 'x-request-id', 'user-agent', 'date'];
/** Metadata without what is ours by design. */
const foreign = (metadata) =>
  Object.fromEntries(Object.entries(metadata.getMap()).filter(([key, value]) => !ours.includes(key) || value === OWN));
const fault = (error) => [error.constructor.name, error.code, error.details, error.message, foreign(error.metadata)];

const handlers = (grpc) => ({
  Unary(call, answer) {
    const headers = new grpc.Metadata();
    headers.set('kind', 'unary');
    call.sendMetadata(headers);
    answer(
      null,
      Buffer.from(
        JSON.stringify([
          foreign(call.metadata),
          this?.Unary !== undefined,
          call.listenerCount('cancelled'),
          Object.getOwnPropertyNames(call).includes('sendMetadata'),
        ]),
      ),
    );
  },
  Upload(call, answer) {
    let text = '';
    const own = () => {};
    call.on('end', own);
    call.off('end', own);
    call
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('end', () => answer(null, Buffer.from(text)));
  },
  Download(call) {
    for (const each of 'abc') call.write(Buffer.from(each));
    const trailers = new grpc.Metadata();
    trailers.set('last', 'c');
    call.end(trailers);
  },
  Chat(call) {
    call.on('data', (chunk) => call.write(chunk)).on('end', () => call.end());
  },
  Fails(call, answer) {
    const metadata = new grpc.Metadata();
    metadata.set('why', 'because');
    answer({ code: grpc.status.NOT_FOUND, details: 'nothing', metadata });
  },
  Trailers(call, answer) {
    const trailers = new grpc.Metadata();
    trailers.set('last', 'one');
    answer(null, Buffer.from('x'), trailers, 0);
  },
  Throws() {
    throw new Error('own');
  },
  Breaks(call) {
    call.write(Buffer.from('a'));
    call.emit('error', { code: 10, details: 'broken' });
  },
});
const ask = (client, name, ...args) =>
  new Promise((resolve) => {
    client[name](...args, (error, value) => resolve(error ? fault(error) : String(value)));
  });
const collect = (call) =>
  new Promise((resolve) => {
    const all = [];
    call
      .on('metadata', (each) => all.push(['metadata', foreign(each)]))
      .on('data', (each) => all.push(String(each)))
      .on('status', ({ code, metadata }) => {
        all.push(['status', code, foreign(metadata)]);
        resolve(all);
      })
      .on('error', (error) => all.push(fault(error)));
  });
const body = Buffer.from('x');

module.exports = {
  scopes: ['@opentelemetry/instrumentation-grpc'],
  async setup(load) {
    const grpc = load('@grpc/grpc-js');
    const server = new grpc.Server();
    server.addService(service, handlers(grpc));
    const port = await new Promise((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    const Greeter = grpc.makeGenericClientConstructor(service, 'Greeter');
    const open = (Class) => new Class(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const metadata = (values) => {
      const made = new grpc.Metadata();
      for (const [key, value] of Object.entries(values)) made.set(key, value);
      return made;
    };
    return { grpc, server, Greeter, client: open(Greeter), raw: open(grpc.Client), metadata };
  },
  teardown({ client, raw, server }) {
    client.close();
    raw.close();
    server.forceShutdown();
  },
  calls: {
    'the client': ({ Greeter, grpc }) => [
      Greeter.name,
      Object.keys(Greeter.prototype),
      Object.keys(Greeter.prototype.Unary),
      Object.keys(grpc).length,
      grpc.Client.prototype.makeUnaryRequest,
    ],
    unary: ({ client }) => ask(client, 'Unary', body),
    'unary, by the other name': ({ client }) => ask(client, 'unary', body),
    metadata: ({ client, metadata }, see) =>
      ask(client, 'Unary', body, see.unchanged('metadata', metadata({ a: '1' }))),
    'metadata is frozen': ({ client, metadata }, see) =>
      ask(client, 'Unary', body, see.unchanged('metadata', Object.freeze(metadata({ a: '1' })))),
    'one metadata, sent twice': async ({ client, metadata }, see) => {
      const own = see.unchanged('metadata', metadata({ a: '1' }));
      return [await ask(client, 'Unary', body, own), await ask(client, 'Unary', body, own)];
    },
    'a traceparent of the app': ({ client, metadata }) => ask(client, 'Unary', body, metadata({ traceparent: OWN })),
    options: ({ client }, see) =>
      ask(client, 'Unary', body, see.unchanged('options', Object.freeze({ deadline: Date.now() + 5000 }))),
    'metadata and options': ({ client, metadata }) => ask(client, 'Unary', body, metadata({ a: '1' }), {}),
    'a client stream': ({ client }) =>
      new Promise((resolve) => {
        const call = client.Upload((error, value) =>
          resolve([call.constructor.name, call.eventNames().map(String), String(value)]),
        );
        call.write(Buffer.from('a'));
        call.end(Buffer.from('b'));
      }),
    'a server stream': ({ client }) => collect(client.Download(body)),
    'listeners of a stream': ({ client }) => {
      const call = client.Download(body);
      const names = [
        call.listenerCount('status'),
        call.listenerCount('error'),
        call.listenerCount('metadata'),
        call.listenerCount('data'),
      ];
      return collect(call).then(() => names);
    },
    both: ({ client }) => {
      const call = client.Chat();
      call.write(Buffer.from('a'));
      call.end(Buffer.from('b'));
      return collect(call);
    },
    'an error': ({ client }) => ask(client, 'Fails', body),
    'a handler throws': ({ client }) => ask(client, 'Throws', body),
    'a stream breaks': ({ client }) => collect(client.Breaks(body)),
    trailers: ({ client }) =>
      new Promise((resolve) => {
        const all = [];
        const call = client.Trailers(body, (error, value) => all.push(String(value)));
        call
          .on('metadata', (each) => all.push(foreign(each)))
          .on('status', ({ code, metadata }) => resolve([...all, code, foreign(metadata)]));
      }),
    cancel: ({ client }) =>
      new Promise((resolve) => {
        const call = client.Unary(body, (error) => resolve(fault(error)));
        call.cancel();
      }),
    'cancel of a stream': ({ client }) => {
      const call = client.Chat();
      call.cancel();
      return collect(call);
    },
    'a deadline that is over': ({ client }) =>
      new Promise((resolve) => {
        client.Unary(body, { deadline: new Date(0) }, (error) => resolve([error.constructor.name, error.code]));
      }),
    'no callback': ({ client }, see) => {
      see.outcome('unary', () => client.Unary(body));
      see.outcome('upload', () => client.Upload());
    },
    'no arguments': ({ client }, see) => see.outcome('unary', () => client.Unary()),
    '`this` is lost': ({ client }, see) => {
      const { Unary } = client;
      see.outcome('unary', () => Unary(body, () => {}));
    },
    'this and arguments of a callback': ({ client }) =>
      new Promise((resolve) => {
        client.Unary(body, function (...args) {
          resolve([this === undefined || this === globalThis, args.length]);
        });
      }),
    makeUnaryRequest: ({ raw, metadata }) =>
      new Promise((resolve) => {
        raw.makeUnaryRequest('/app.Greeter/Unary', same, same, body, metadata({ a: '1' }), {}, (error, value) =>
          resolve(error ? fault(error) : String(value)),
        );
      }),
    'makeUnaryRequest with options alone': ({ raw }) =>
      new Promise((resolve) => {
        raw.makeUnaryRequest('/app.Greeter/Unary', same, same, body, {}, (error, value) =>
          resolve(error ? fault(error) : String(value)),
        );
      }),
    makeClientStreamRequest: ({ raw }) =>
      new Promise((resolve) => {
        raw
          .makeClientStreamRequest('/app.Greeter/Upload', same, same, {}, (error, value) =>
            resolve(error ? fault(error) : String(value)),
          )
          .end(Buffer.from('z'));
      }),
    makeServerStreamRequest: ({ raw }) =>
      collect(raw.makeServerStreamRequest('/app.Greeter/Download', same, same, body)),
    'makeBidiStreamRequest with options': ({ raw }) => {
      const call = raw.makeBidiStreamRequest('/app.Greeter/Chat', same, same, {});
      call.end(Buffer.from('z'));
      return collect(call);
    },
    'a path that is none': ({ raw }, see) =>
      see.outcome('call', () => raw.makeUnaryRequest(undefined, same, same, body, () => {})),
  },
};
