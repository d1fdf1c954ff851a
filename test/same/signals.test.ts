import { endsAsBare, type Program } from './program';

const alive = 'setInterval(() => {}, 1000);';
const say = "const say = (text) => process.stdout.write(text + '\\n');";
const server = "const server = require('node:http').createServer().listen(0, '127.0.0.1', () => say('ready'));";
// On Node 20 any `--import` leaves a listener of Node's own behind.
const counts =
  "say(JSON.stringify(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'exit', 'beforeExit', 'uncaughtException']" +
  ".map((name) => process.rawListeners(name).filter(({ name }) => name !== 'handleProcessExit').length)));" +
  ' say(process.eventNames().filter((name) => /SIG|before/.test(String(name))).join() + process.getMaxListeners());';

const programs: readonly Program[] = [
  { name: 'no listener', source: `${say} ${alive} say('ready');` },
  {
    name: 'a listener that exits',
    source: `${say} ${alive} process.on('SIGTERM', (...args) => { say(args.join()); process.exit(5); }); say('ready');`,
  },
  { name: 'no listener is seen but the app’s', source: `${say} ${counts}` },
  {
    name: 'listens only if it is the first',
    source:
      `${say} ${alive} if (process.listenerCount('SIGTERM') === 0) process.on('SIGTERM', () => ` +
      `process.exit(0)); say('ready');`,
  },
  {
    name: 'adds a listener and removes it',
    source:
      `${say} ${alive} const f = () => {}; process.on('SIGTERM', f); process.removeListener('SIGTERM', ` +
      `f); say('ready');`,
  },
  {
    name: 'adds a listener and removes it while the signal comes',
    source: `${say} ${alive} const f = () => {}; setTimeout(() => { process.on('SIGTERM', f); process.removeListener('SIGTERM', f); say('ready');
      const end = Date.now() + 100; while (Date.now() < end); }, 20);`,
  },
  {
    name: 'removes all listeners of the signal',
    source: `${say} ${alive} process.on('SIGTERM', () => {}); process.removeAllListeners('SIGTERM'); say('ready');`,
  },
  {
    name: 'removes all listeners',
    source:
      `${say} ${alive} process.on('SIGTERM', () => {}); process.removeAllListeners(); ` +
      `process.on('SIGTERM', () => process.exit(4)); say('ready');`,
  },
  {
    name: 'drains, takes its handler away and raises the signal again',
    source: `${say} ${server} process.on('SIGTERM', async function drain(signal) {
      await new Promise((done) => server.close(done)); await null;
      process.removeListener('SIGTERM', drain); process.kill(process.pid, signal); });`,
  },
  {
    name: 'raises it again at once',
    source:
      `${say} ${server} process.on('SIGTERM', function end(signal) { process.removeListener('SIGTERM', ` +
      `end); process.kill(process.pid, signal); });`,
  },
  {
    name: 'raises it again within a once-listener',
    source: `${say} ${server} process.once('SIGTERM', (signal) => process.kill(process.pid, signal));`,
  },
  {
    name: 'once, then a second signal',
    source: `${say} ${alive} process.once('SIGTERM', () => say('ready')); say('ready');`,
  },
  {
    name: 'one handler removes the other',
    source:
      `${say} ${alive} const b = () => say('b'); process.on('SIGTERM', () => { ` +
      `process.removeListener('SIGTERM', b); setTimeout(process.exit, 50, 6); }); process.on('SIGTERM', ` +
      `b); say('ready');`,
  },
  {
    name: 'events.once',
    source:
      `${say} ${alive} require('node:events').once(process, 'SIGTERM').then((args) => { ` +
      `say(args.join()); process.exit(3); }); say('ready');`,
  },
  {
    name: 'events.once that was aborted',
    source: `${say} ${alive} const abort = new AbortController(); require('node:events').once(process, 'SIGTERM', { signal: abort.signal })
      .catch(() => say('ready')); abort.abort();`,
  },
  {
    name: 'emits it by hand',
    source:
      `${say} say(process.emit('SIGTERM')); process.on('SIGTERM', (...args) => say('heard ' + ` +
      `args.join())); say(process.emit('SIGTERM', 1)); setTimeout(() => process.exit(2), 50);`,
  },
  {
    name: 'a handler that throws',
    source:
      `${say} ${alive} process.on('SIGTERM', () => { throw new Error('x'); }); process.on('exit', ` +
      `(code) => say('exit ' + code)); say('ready');`,
  },
  {
    name: 'signals itself as its last act',
    source: `${say} process.on('exit', () => say('exit')); process.kill(process.pid, 'SIGTERM'); say('still here');`,
  },
  { name: 'signals itself by number', source: `${say} process.kill(process.pid, 1); say('still here');` },
  {
    name: 'signals itself with a listener',
    source:
      `${say} ${alive} process.on('SIGTERM', () => { say('heard'); process.exit(7); }); ` +
      `process.kill(process.pid); say('next');`,
  },
  { name: 'signals itself by SIGUSR2', source: `${say} process.kill(process.pid, 'SIGUSR2'); say('still here');` },
  {
    name: 'signal 0 and a process that is not there',
    source:
      `${say} say(process.kill(process.pid, 0)); try { process.kill(2 ** 22, 'SIGTERM'); } catch ` +
      `(error) { say(error.code); } try { process.kill(process.pid, 'SIGNONE'); } catch (error) { ` +
      `say(error.code); }`,
  },
  {
    name: 'process.kill is Node’s own',
    source: `${say} say(Object.keys(process).includes('emit')); say(process.kill.name + process.kill.length);`,
  },
  {
    name: 'process.abort',
    source: `${say} process.on('exit', () => say('exit')); process.abort();`,
    command: 'ulimit -c 0; exec $NODE $APP',
  },
].map((program) => ({ signal: 'SIGTERM', ...program }) as Program);

const others: readonly Program[] = (['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const).map((signal) => ({
  name: `no listener, ${signal}`,
  source: `${say} ${alive} say('ready');`,
  signal,
  command: 'ulimit -c 0; exec $NODE $APP',
}));

endsAsBare([...programs, ...others]);
