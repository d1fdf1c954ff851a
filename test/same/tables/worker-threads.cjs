// worker_threads: Worker with every form of its arguments, and its messages.
const { oddValues } = require('../requests.cjs');

const ECHO =
  'const { parentPort, workerData } = require("node:worker_threads"); parentPort.once("message", (m) => ' +
  'parentPort.postMessage([m, workerData]));';
/** Starts a worker, sends it a message, notes all that comes. */
const works =
  (make, message = 'hello') =>
  async ({ Worker }, see) => {
    const args = make();
    for (const [index, arg] of args.entries()) if (typeof arg === 'object') see.unchanged(`argument ${index}`, arg);
    let worker;
    see.outcome('Worker', () => {
      worker = new Worker(...args);
      return [worker.constructor.name, worker instanceof Worker, Reflect.ownKeys(worker).map(String)];
    });
    if (!worker) return;
    see(
      'listeners',
      worker.eventNames().map((name) => [String(name), worker.listenerCount(name)]),
    );
    await new Promise((resolve) => {
      worker.on('message', (value) => see('message', value)).on('messageerror', (error) => see('messageerror', error));
      worker.on('error', (error) => see('error', { name: error?.name, message: error?.message }));
      worker.on('exit', (code) => {
        see('exit', code);
        resolve();
      });
      let isSent = false;
      see.outcome('postMessage', () => {
        worker.postMessage(message);
        isSent = true;
      });
      // It would wait for the message.
      if (!isSent) worker.terminate();
    });
  };
const evaluated = (options) => () => [ECHO, { eval: true, ...options }];
const optionForms = {
  none: {},
  workerData: { workerData: { a: [1] } },
  'frozen data': { workerData: Object.freeze({ a: 1 }) },
  'data that cannot be cloned': { workerData: () => {} },
  env: { env: { OWN: '1' } },
  'env frozen': { env: Object.freeze({}) },
  'env null': { env: null },
  'env shared': { env: require('node:worker_threads').SHARE_ENV },
  'odd env': { env: 7 },
  argv: { argv: ['a'] },
  'odd argv': { argv: 7 },
  'execArgv empty': { execArgv: [] },
  'odd execArgv': { execArgv: 7 },
  'bad execArgv': { execArgv: ['--no-such-flag'] },
  'a symbol among execArgv': { execArgv: [Symbol('s')] },
  'a symbol among execArgv, and an odd name': { execArgv: [Symbol('s')], name: [] },
  'a list in execArgv': { execArgv: [['--no-warnings']] },
  name: { name: 'own' },
  'odd name': { name: 7 },
  'odd limits': { resourceLimits: 7 },
  'odd transfer': { transferList: 7 },
  stdin: { stdin: true, stdout: true },
};

module.exports = {
  setup: () => require('node:worker_threads'),
  calls: {
    ...Object.fromEntries(
      Object.entries(optionForms).map(([name, options]) => [`options: ${name}`, works(evaluated(options))]),
    ),
    ...Object.fromEntries(Object.entries(oddValues).map(([name, odd]) => [`file: ${name}`, works(() => [odd])])),
    ...Object.fromEntries(
      Object.entries(oddValues).map(([name, odd]) => [`second: ${name}`, works(() => ['no path', odd])]),
    ),
    ...Object.fromEntries(
      Object.entries(oddValues).map(([name, odd]) => [`message: ${name}`, works(evaluated(), odd)]),
    ),
    'frozen options': works(() => [ECHO, Object.freeze({ eval: true })]),
    'options without a prototype': works(() => [ECHO, Object.assign(Object.create(null), { eval: true })]),
    'options by getters': works(() => [
      ECHO,
      {
        get eval() {
          return true;
        },
      },
    ]),
    'a getter that throws': works(() => [
      ECHO,
      {
        get eval() {
          throw new Error('eval');
        },
      },
    ]),
    'a proxy': works(() => [ECHO, new Proxy({ eval: true }, {})]),
    'code that throws': works(() => ['throw new Error("inside")', { eval: true }]),
    'code that exits': works(() => ['process.exit(3)', { eval: true }]),
    'without new': async ({ Worker }, see) => see.outcome('Worker', () => Worker(ECHO, { eval: true })),
    'names, lengths, keys': async ({ Worker, parentPort }, see) => {
      // An `emit` of its own is ours: docs/compatibility.md says so.
      const names = Object.getOwnPropertyNames(Worker.prototype)
        .filter((name) => name !== 'emit')
        .sort();
      see('Worker', [Worker.name, Worker.length, Object.getOwnPropertyNames(Worker).sort(), names, parentPort]);
      see('keys', Object.keys(require('node:worker_threads')));
    },
    'a class of its own': async ({ Worker }, see) => {
      class Own extends Worker {
        get own() {
          return true;
        }
      }
      const worker = new Own('', { eval: true });
      see('own', [worker.own, worker instanceof Own, worker.constructor === Own]);
      await new Promise((resolve) => worker.on('exit', resolve));
    },
    'listeners once and off': async ({ Worker }, see) => {
      const worker = new Worker(ECHO, { eval: true });
      const heard = () => see('heard');
      worker.once('message', heard).off('message', heard).on('message', heard).removeListener('message', heard);
      see('left', [worker.listenerCount('message'), worker.listeners('message').length]);
      worker.once('message', (value) => see('message', value));
      see(
        'own',
        worker.listeners('message').map((listener) => listener.length),
      );
      worker.postMessage('x');
      await new Promise((resolve) => worker.on('exit', resolve));
    },
    'terminate twice': async ({ Worker }, see) => {
      const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
      await new Promise((resolve) => worker.on('online', resolve));
      see('codes', await Promise.all([worker.terminate(), worker.terminate()]));
      see.outcome('postMessage', () => worker.postMessage('late'));
    },
  },
  alone: {
    'the process hears of its own threads': async ({ Worker }, see) => {
      const heard = [];
      process.on('worker', (thread) => heard.push(thread));
      // Behind what a preload has put off until now.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const worker = new Worker('', { eval: true });
      await new Promise((resolve) => worker.on('exit', resolve));
      see('heard', [heard.length, heard[0] === worker]);
    },
    'an error that nobody listens to': async ({ Worker }) => {
      new Worker('throw new Error("inside")', { eval: true });
      await new Promise(() => {});
    },
  },
};
