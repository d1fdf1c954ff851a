// memcached: callbacks, several keys, errors with and without a callback.
const { openTcp } = require('../stand-in.cjs');

const VALUES = { a: '1', b: '{"x":1}' };
function reply(text) {
  return text
    .split('\r\n')
    .filter(Boolean)
    .map((line) => {
      const [command, ...keys] = line.split(' ');
      if (command === 'get' || command === 'gets')
        return `${keys
          .filter((key) => VALUES[key])
          .map((key) => `VALUE ${key} 0 ${VALUES[key].length}${command === 'gets' ? ' 7' : ''}\r\n${VALUES[key]}\r\n`)
          .join('')}END\r\n`;
      if (['set', 'add', 'replace', 'append', 'cas'].includes(command))
        return keys[0] === 'full' ? 'SERVER_ERROR out of memory\r\n' : 'STORED\r\n';
      if (command === 'delete') return 'DELETED\r\n';
      if (command === 'touch') return 'TOUCHED\r\n';
      if (command === 'incr') return '2\r\n';
      if (command === 'version') return 'VERSION 1.6\r\n';
      return '';
    })
    .join('');
}
const ask = (client, method, ...args) =>
  new Promise((resolve) => {
    client[method](...args, function (...given) {
      resolve([given, typeof this]);
    });
  });

module.exports = {
  scopes: ['@opentelemetry/instrumentation-memcached'],
  async setup(load) {
    const Memcached = load('memcached');
    const server = await openTcp(reply);
    return { Memcached, server, client: new Memcached(`127.0.0.1:${server.port}`) };
  },
  // A client that has lost its server tries again for ever.
  teardown({ client, server }) {
    client.end();
    server.close();
    process.exit();
  },
  calls: {
    methods: ({ Memcached }) => ['get', 'set', 'command', 'getMulti'].map((name) => Memcached.prototype[name]),
    get: ({ client }) => ask(client, 'get', 'a'),
    'get of what is not there': ({ client }) => ask(client, 'get', 'nothing'),
    'get of several': ({ client }) => ask(client, 'get', ['a', 'b']),
    getMulti: ({ client }) => ask(client, 'getMulti', ['a', 'b', 'c']),
    'getMulti of frozen keys': ({ client }, see) =>
      ask(client, 'getMulti', see.unchanged('keys', Object.freeze(['a', 'b']))),
    gets: ({ client }) => ask(client, 'gets', 'a'),
    set: ({ client }) => ask(client, 'set', 'k', { a: 1 }, 10),
    'set of a buffer': ({ client }) => ask(client, 'set', 'k', Buffer.from('x'), 10),
    'add, replace, touch, del, incr': async ({ client }) => [
      await ask(client, 'add', 'k', 1, 1),
      await ask(client, 'replace', 'k', 1, 1),
      await ask(client, 'touch', 'k', 1),
      await ask(client, 'del', 'k'),
      await ask(client, 'incr', 'k', 1),
    ],
    'a key that is no key': ({ client }) => ask(client, 'get', 'with space'),
    'a lifetime that is no number': ({ client }) => ask(client, 'set', 'k', 1, 'soon'),
    'an error of the server': ({ client }) => ask(client, 'set', 'full', 1, 1),
    'no callback': ({ client }, see) => {
      see.outcome('get', () => client.get('a'));
      see.outcome('set', () => client.set('k', 1, 1));
    },
    'a callback that is none': ({ client }, see) => see.outcome('get', () => client.get('a', 'callback')),
    'no key': ({ client }, see) => see.outcome('get', () => client.get(undefined, () => {})),
    'what is returned': ({ client }) => client.get('a', () => {}),
    'a query of the app': ({ client }, see) =>
      see.outcome('command', () => client.command(() => ({ key: 'a', type: 'get', command: 'get a', callback() {} }))),
    'a query that is none': ({ client }, see) => {
      see.outcome('nothing', () => client.command(() => undefined));
      see.outcome('no function', () => client.command('x'));
    },
    'a query that throws': ({ client }, see) =>
      see.outcome('command', () =>
        client.command(() => {
          throw new Error('own');
        }),
      ),
    'what is sent': async ({ client, server }) => {
      server.received();
      await ask(client, 'set', 'sent', 'value', 5);
      return server.received();
    },
    'no server': async ({ Memcached }, see) => {
      const lost = new Memcached('127.0.0.1:1', { retries: 0, timeout: 100, reconnect: 1e6 });
      lost.on('issue', () => see('issue'));
      lost.on('failure', () => see('failure'));
      const [[error]] = await ask(lost, 'get', 'a');
      lost.end();
      return [error.constructor.name, error.message];
    },
  },
};
