// dns: names and addresses, by callback and by promise, without a network.
const shown = (error) => error && [error.constructor.name, error.code, error.message, error.syscall, error.hostname];
const byCallback = (see, label, run) =>
  new Promise((resolve) => {
    see.outcome(label, () =>
      run(function (error, ...rest) {
        see(`${label} called back`, [shown(error), rest, this === undefined || typeof this]);
        resolve();
      }),
    );
    setTimeout(resolve, 200);
  });

module.exports = {
  setup: () => ({ dns: require('node:dns'), promises: require('node:dns/promises') }),
  calls: {
    'an address': ({ dns }, see) => byCallback(see, 'lookup', (done) => dns.lookup('127.0.0.1', done)),
    localhost: ({ dns }, see) => byCallback(see, 'lookup', (done) => dns.lookup('localhost', 4, done)),
    'all addresses': ({ dns }, see) =>
      byCallback(see, 'lookup', (done) => dns.lookup('127.0.0.1', { all: true }, done)),
    'options are frozen': ({ dns }, see) =>
      byCallback(see, 'lookup', (done) =>
        dns.lookup('127.0.0.1', see.unchanged('options', Object.freeze({ family: 4 })), done),
      ),
    'options without a prototype': ({ dns }, see) =>
      byCallback(see, 'lookup', (done) => dns.lookup('::1', Object.assign(Object.create(null), { family: 6 }), done)),
    'no name': async ({ dns }, see) => {
      for (const name of [undefined, null, '', 7, {}, Symbol('s'), [], true])
        await byCallback(see, String(typeof name), (done) => dns.lookup(name, done));
    },
    'bad options': async ({ dns }, see) => {
      for (const options of [undefined, null, 'x', 5, { family: 5 }, { hints: 1 }, { all: 'yes' }, Symbol('s')])
        await byCallback(see, String(typeof options), (done) => dns.lookup('127.0.0.1', options, done));
    },
    'no callback': ({ dns }, see) => {
      see.outcome('none', () => dns.lookup('127.0.0.1'));
      see.outcome('a text', () => dns.lookup('127.0.0.1', 'done'));
      see.outcome('options only', () => dns.lookup('127.0.0.1', { family: 4 }));
      see.outcome('nothing', () => dns.lookup());
    },
    'a callback that throws': async ({ dns }, see) => {
      const caught = new Promise((resolve) => process.once('uncaughtException', resolve));
      dns.lookup('127.0.0.1', () => {
        throw new Error('own');
      });
      see('uncaught', (await caught).message);
    },
    'by promise': ({ promises }, see) => see.settled('lookup', promises.lookup('127.0.0.1')),
    'by the promises of dns': ({ dns }, see) => {
      const promise = dns.promises.lookup('127.0.0.1', { all: true });
      see('class', [promise.constructor.name, dns.promises === require('node:dns/promises')]);
      return see.settled('lookup', promise);
    },
    'by promise, bad': async ({ promises }, see) => {
      for (const args of [[], [null], [7], ['127.0.0.1', 'x'], ['127.0.0.1', { family: 5 }], [Symbol('s')]])
        await see.settled('lookup', (async () => promises.lookup(...args))().catch(shown));
    },
    promisify: ({ dns }, see) =>
      see.settled('lookup', require('node:util').promisify(dns.lookup)('127.0.0.1', { family: 4 })),
    'the order of a promise': async ({ promises }) => {
      const log = [];
      const promise = promises.lookup('127.0.0.1').then(() => log.push('lookup'));
      process.nextTick(() => log.push('tick'));
      let step = Promise.resolve();
      for (let at = 0; at < 5; at++) step = step.then(() => log.push(at));
      await Promise.all([promise, step]);
      return log;
    },
    'the functions': ({ dns, promises }) =>
      [dns.lookup, promises.lookup, dns.resolve, dns.promises.lookup].map(({ name, length }) => [name, length]),
    'what a function has': ({ dns }) => Reflect.ownKeys(dns.lookup).map(String).sort(),
    '`this` is lost': ({ dns }, see) => {
      const { lookup } = dns;
      return byCallback(see, 'lookup', (done) => lookup('127.0.0.1', done));
    },
    'as the lookup of a socket': ({ dns }) =>
      new Promise((resolve) => {
        const net = require('node:net');
        const socket = net.connect({ port: 1, host: 'localhost', family: 4, lookup: dns.lookup });
        socket.on('error', (error) => resolve([error.code, error.address]));
      }),
  },
};
