// Generated calls with hostile arguments: prints one line a call, to be compared bare and under the preload.
//   node fuzz.cjs SEED COUNT OUTPUT
const fc = require('fast-check');
const http = require('node:http');
const childProcess = require('node:child_process');
const { once } = require('node:events');
const { writeFileSync } = require('node:fs');
const { Worker } = require('node:worker_threads');
const { oddValues } = require('./requests.cjs');

const [, , seed, count, output] = process.argv;
const odd = fc.constantFrom(...Object.values(oddValues));
const value = fc.oneof(
  odd,
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.array(fc.oneof(odd, fc.string({ maxLength: 5 })), { maxLength: 4 }),
);
const KEYS = [
  'method',
  'host',
  'hostname',
  'path',
  'port',
  'headers',
  'protocol',
  'agent',
  'auth',
  'timeout',
  'signal',
  'setHost',
  'env',
  'cwd',
  'argv0',
];
const WORKER_KEYS = ['argv', 'env', 'execArgv', 'stdin', 'stdout', 'workerData', 'transferList', 'name', 'eval'];
const options = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 4 });
const closed = options.map((given) => ({ ...given, createConnection: () => new (require('node:net').Socket)() }));
const shaped = fc
  .tuple(fc.oneof(options, closed), fc.constantFrom('plain', 'frozen', 'null', 'proxy'))
  .map(([given, shape]) =>
    shape === 'frozen'
      ? Object.freeze(given)
      : shape === 'null'
        ? Object.assign(Object.create(null), given)
        : shape === 'proxy'
          ? new Proxy(given, {})
          : given,
  );
const args = fc.array(fc.oneof(shaped, value), { maxLength: 3 });
const workerOptions = fc.dictionary(
  fc.constantFrom(...WORKER_KEYS, 'resourceLimits'),
  fc.oneof(value, fc.boolean(), fc.dictionary(fc.constant('a'), value)),
  { maxKeys: 4 },
);
const calls = fc.oneof(
  { weight: 60, arbitrary: fc.tuple(fc.constantFrom('request', 'get', 'emit', 'spawn', 'writeHead', 'fetch'), args) },
  { weight: 10, arbitrary: fc.tuple(fc.constant('postMessage'), args) },
  // Many of them start a thread, which takes its time.
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('Worker'),
      fc.oneof(
        fc.tuple(value, fc.oneof(workerOptions, value)),
        fc.tuple(
          fc.constant('0'),
          workerOptions.map((given) => ({ ...given, eval: true })),
        ),
      ),
    ),
  },
);

let uncaught = 0;
process.on('uncaughtException', (error) => {
  if (/dist[\\/]firstlight/.test(String(error?.stack).split('\n')[1])) uncaught += 1;
});
process.on('unhandledRejection', () => {});

/** Takes messages and does nothing, as long as the process lives. */
const receiver = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', { eval: true });
receiver.on('error', () => {}).unref();
/** A thread that the last call has started. */
let started;

function perform([name, given]) {
  try {
    if (name === 'Worker') {
      started = new Worker(...given);
      started.on('error', () => {});
      started.terminate();
      return [started.constructor.name, started.stdin === null, Object.keys(started.resourceLimits)].join(' ');
    }
    if (name === 'postMessage') return String(receiver.postMessage(...given));
    if (name === 'spawn')
      return typeof new childProcess.ChildProcess().spawn({ ...Object(given[0]), file: '', args: given[1] });
    if (name === 'emit') return String(new http.Server().on('request', () => {}).emit('request', ...given));
    if (name === 'writeHead')
      return String(new http.ServerResponse(new http.IncomingMessage()).writeHead(...given)._header).replace(
        /^(date|x-request-id|traceparent): .*\r\n/gim,
        '',
      );
    if (name === 'fetch') {
      fetch(...given).catch(() => {});
      return 'promise';
    }
    const request = http[name](...given);
    request.on('error', () => {});
    const seen = [request.method, request.path, request.host, request.getHeaderNames().join()].map(String).join(' ');
    request.destroy();
    return seen;
  } catch (error) {
    return `${error?.name} ${error?.code} ${error?.message}`;
  }
}

(async () => {
  const lines = [];
  for (const call of fc.sample(calls, { seed: Number(seed), numRuns: Number(count) })) {
    lines.push(perform(call));
    if (started) await once(started, 'exit');
    started = undefined;
  }
  setTimeout(() => {
    writeFileSync(output, `${lines.join('\n')}\nuncaught exceptions of ours: ${uncaught}\n`);
    process.exit(0);
  }, 500);
})();
