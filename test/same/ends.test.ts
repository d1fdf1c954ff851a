import { endsAsBare, type Program } from './program';

const say =
  "const say = (text) => process.stdout.write(text + '\\n'); process.on('exit', (code) => say('exit ' + code " +
  "+ ' ' + process.exitCode));";

const programs: readonly Program[] = [
  {
    name: 'out of descriptors',
    command: 'ulimit -n 64; exec $NODE $APP',
    source:
      "const fs = require('node:fs'); const held = []; try { for (;;) held.push(fs.openSync('/dev/null')); } " +
      'catch {} process.exit(3);',
  },
  {
    name: 'a process object that inherits from Node’s',
    source: "global.process = { __proto__: process, pid: 123456 }; setTimeout(() => console.log('x'), 10);",
  },
  {
    name: 'a proxy of the process',
    source: "global.process = new Proxy(process, {}); setTimeout(() => { console.log('x'); process.exit(3); }, 10);",
  },
  { name: 'no process', source: `${say} delete globalThis.process; setTimeout(() => console.log('x'), 10);` },
  {
    name: 'a warning whose toString is no function',
    source:
      `${say} const e = new Error('x'); e.toString = 1; process.emitWarning(e); setTimeout(() => ` +
      `say('survived'), 50);`,
  },
  {
    name: 'a warning whose toString throws',
    source:
      `${say} const e = new Error('x'); e.toString = () => { throw new Error('y'); }; ` +
      `process.emitWarning(e); setTimeout(() => say('survived'), 50);`,
  },
  {
    name: 'a warning whose stack throws',
    source:
      `${say} const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1; } }); ` +
      `process.emitWarning(e); setTimeout(() => say('survived'), 50);`,
  },
  {
    name: 'a thrown error with hostile members',
    source:
      `${say} const e = new Error('x'); for (const name of ['toString', 'message', 'name', 'stack', ` +
      `'cause', 'toJSON']) Object.defineProperty(e, name, { get() { throw 1; } }); throw e;`,
  },
  {
    name: 'a thrown proxy that refuses everything',
    source:
      `${say} throw new Proxy({}, Object.fromEntries(Reflect.ownKeys(Reflect).map((name) => [name, () ` +
      `=> { throw 1; }])));`,
  },
  {
    name: 'frozen clocks',
    source:
      `${say} Date.now = () => 17e11; performance.now = () => 1; process.hrtime = () => [1, 1]; ` +
      `setTimeout(() => process.exit(7), 50);`,
  },
  {
    name: 'process.exit in an exit handler',
    source: `${say} process.on('exit', () => process.exit(12)); setTimeout(() => {}, 5);`,
  },
  { name: 'an exit code that is set late', source: `${say} process.on('exit', () => { process.exitCode = 9; });` },
  {
    name: 'beforeExit that goes on twice',
    source:
      `${say} let n = 0; process.on('beforeExit', (code) => { say('before ' + code); if (n++ < 2) ` +
      `setTimeout(() => say('more'), 1); });`,
  },
  {
    name: 'no listener left',
    source:
      `${say} process.removeAllListeners('exit'); process.on('beforeExit', () => ` +
      `process.removeAllListeners()); setTimeout(() => {}, 5);`,
  },
  {
    name: 'an uncaughtException handler that throws',
    source:
      `${say} process.on('uncaughtException', () => { throw new Error('y'); }); setTimeout(() => { ` +
      `throw new Error('x'); });`,
  },
  {
    name: 'a domain',
    source:
      `${say} const d = require('node:domain').create(); d.on('error', (e) => say('caught ' + ` +
      `e.message)); d.run(() => setTimeout(() => { throw new Error('x'); }));`,
  },
  ...['strict', 'warn', 'none', 'throw', 'warn-with-error-codes'].map((mode) => ({
    name: `a rejection, --unhandled-rejections=${mode}`,
    flags: `--unhandled-rejections=${mode}`,
    source:
      `${say} process.on('uncaughtExceptionMonitor', (e, origin) => say(origin)); Promise.reject(new ` +
      `Error('x')); setTimeout(() => say('later'), 20);`,
  })),
  {
    name: 'fifteen pipelined requests',
    source: `${say} process.on('warning', (warning) => say(warning.message));
      const server = require('node:http').createServer((req, res) => setTimeout(() => res.end('ok'), 50)).listen(0, () => {
        let n = 0; const c = require('node:net').connect(server.address().port); c.write('GET /x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'.repeat(15));
        c.on('data', (data) => { n += String(data).split('HTTP/1.1').length - 1; if (n === 15) { c.destroy(); server.close(); } }); });`,
    env: { FIRSTLIGHT_REQUEST_LOG: 'none' },
  },
  {
    name: 'a request is freed while its connection stays',
    flags: '--expose-gc',
    env: { FIRSTLIGHT_REQUEST_LOG: 'none' },
    source: `let freed = 0; const registry = new FinalizationRegistry(() => freed++); const http = require('node:http');
      const server = http.createServer((req, res) => { registry.register(req); res.end('ok'); }).listen(0, () => {
        const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
        http.get({ port: server.address().port, agent }, (res) => res.resume().on('end', () => { let i = 0;
          setInterval(() => { gc(); if (freed || ++i > 60) { console.log('freed ' + freed); process.exit(); } }, 20); })); });`,
  },
];

endsAsBare(programs);
