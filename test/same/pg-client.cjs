// A client of the server here, and what is noted of its answers.
const options = { host: '127.0.0.1', user: 'postgres', database: 'test' };
const withClient = async ({ pg }, use) => {
  const client = new pg.Client(options);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};
const brief = (result) =>
  result === undefined ? undefined : { rows: result.rows, command: result.command, kind: result.constructor.name };
const failure = (error) => (error ? { name: error.constructor.name, code: error.code, message: error.message } : error);
const byCallback = (client, see, ...args) =>
  new Promise((resolve) => {
    const returned = client.query(...args, function (...values) {
      resolve({ values: [failure(values[0]), brief(values[1])], count: values.length, self: this?.constructor?.name });
    });
    see('returned', returned === undefined ? 'undefined' : returned.constructor.name);
  });
/** What runs in which order once a message has arrived: the server may send what follows by itself. */
const ordered = (client, text, message = 'readyForQuery') =>
  new Promise((resolve) => {
    const log = [];
    const step = (name) => () => log.push(name);
    const promise = client.query(text);
    promise.then(step('ok'), step('failed')).then(step('later'));
    client.connection.once(message, () => {
      process.nextTick(step('nextTick'));
      Promise.resolve()
        .then(step('microtask 1'))
        .then(step('microtask 2'))
        .then(step('microtask 3'))
        .then(step('microtask 4'))
        .then(step('microtask 5'))
        .then(step('microtask 6'));
      setImmediate(() => resolve(log));
    });
  });

module.exports = { brief, byCallback, failure, options, ordered, withClient };
