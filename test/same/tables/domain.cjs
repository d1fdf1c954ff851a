// node:domain replaces EventEmitter.prototype.emit when it is loaded, which may be after the preload's patches.
const { EventEmitter } = require('node:events');
const net = require('node:net');

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

/** Resolves with the first error that a domain hears, or that no one does. */
const heard = (domain, see, act) =>
  new Promise((resolve) => {
    const note = (where) => (error) => {
      see(where, [error.code ?? error.message, error.domain === domain, error.domainEmitter === undefined]);
      resolve();
    };
    domain.on('error', note('domain'));
    process.once('uncaughtException', note('no one'));
    act();
  }).finally(() => process.removeAllListeners('uncaughtException'));

/** Serves one request by `handle`, and one domain a message. */
async function served(see, { http, domain }, handle) {
  const own = domain.create();
  const server = http.createServer((request, response) => {
    handle(own, request, response);
  });
  const port = await listen(server);
  await heard(own, see, () =>
    http.get({ port, host: '127.0.0.1', agent: false }, (r) => r.resume()).on('error', () => {}),
  );
  server.closeAllConnections();
  server.close();
}

module.exports = {
  setup: () => ({
    http: require('node:http'),
    children: require('node:child_process'),
    threads: require('node:worker_threads'),
    domain: require('node:domain'),
  }),
  calls: {
    'an error of a server request': (context, see) =>
      served(see, context, (own, request, response) => {
        own.add(request);
        request.emit('error', new Error('request'));
        response.end();
      }),
    'an error of a response': (context, see) =>
      served(see, context, (own, request, response) => {
        own.add(response);
        response.emit('error', new Error('response'));
        response.end();
      }),
    'a listener of a request throws': (context, see) =>
      served(see, context, (own, request, response) => {
        own.add(request);
        request.on('end', () => {
          response.end();
          throw new Error('listener');
        });
        request.resume();
      }),
    'a client request that is refused': ({ http, domain }, see) => {
      const own = domain.create();
      return heard(own, see, () => own.add(http.get({ port: 1, host: '127.0.0.1', agent: false })));
    },
    'a listener of a client response throws': async ({ http, domain }, see) => {
      const own = domain.create();
      const server = http.createServer((request, response) => response.end('hello'));
      const port = await listen(server);
      await heard(own, see, () =>
        http.get({ port, host: '127.0.0.1', agent: false }, (response) => {
          own.add(response);
          response.resume().on('end', () => JSON.parse('no JSON'));
        }),
      );
      server.close();
    },
    'an error of a server': async ({ http, domain }, see) => {
      const own = domain.create();
      const taken = net.createServer();
      const port = await listen(taken);
      const server = http.createServer();
      own.add(server);
      await heard(own, see, () => server.listen(port, '127.0.0.1'));
      taken.close();
    },
    'a listener of a server throws': async ({ http, domain }, see) => {
      const own = domain.create();
      const server = http.createServer(() => {
        throw new Error('listener');
      });
      own.add(server);
      const port = await listen(server);
      await heard(own, see, () => http.get({ port, host: '127.0.0.1', agent: false }).on('error', () => {}));
      server.closeAllConnections();
      server.close();
    },
    'a socket that is refused': ({ domain }, see) => {
      const own = domain.create();
      return heard(own, see, () => own.add(net.connect(1, '127.0.0.1')));
    },
    'a child that cannot start': ({ children, domain }, see) => {
      const own = domain.create();
      return heard(own, see, () => own.add(children.spawn('/no/such/program')));
    },
    'a thread that throws': ({ threads, domain }, see) => {
      const own = domain.create();
      return heard(own, see, () => own.add(new threads.Worker('throw new Error("thread")', { eval: true })));
    },
    'emit is replaced for all': async ({ http }, see) => {
      const original = EventEmitter.prototype.emit;
      const seen = new Set();
      EventEmitter.prototype.emit = function (name, ...args) {
        // The streams of the exporter's thread are piped into these.
        const isOutput = this === process.stdout || this === process.stderr;
        if (!isOutput && /^(Server|ServerResponse|IncomingMessage|ClientRequest|Socket)$/.test(this.constructor.name))
          seen.add(`${this.constructor.name} ${String(name)}`);
        return Reflect.apply(original, this, [name, ...args]);
      };
      const server = http.createServer((request, response) => request.resume().on('end', () => response.end('hello')));
      const port = await listen(server);
      await new Promise((resolve) => {
        http.get({ port, host: '127.0.0.1', agent: false }, (response) => response.resume().on('close', resolve));
      });
      await new Promise((resolve) => server.close(resolve));
      EventEmitter.prototype.emit = original;
      see('emitted', [...seen].sort());
    },
  },
};
