import { endsAsBare, type Program } from './program';

/** What else writes to stdout between two lines of the console, in the same turn of the event loop. */
const others: Readonly<Record<string, string>> = {
  writeSync: "require('node:fs').writeSync(1, 'other\\n')",
  'writeSync to stderr': "require('node:fs').writeSync(2, 'other\\n')",
  writevSync: "require('node:fs').writevSync(1, [Buffer.from('other\\n')])",
  writeFileSync: "require('node:fs').writeFileSync(1, 'other\\n')",
  appendFileSync: "require('node:fs').appendFileSync(1, 'other\\n')",
  'process.stdout': "process.stdout.write('other\\n')",
  spawnSync: "require('node:child_process').spawnSync('echo', ['other'], { stdio: 'inherit' })",
  execFileSync: "require('node:child_process').execFileSync('echo', ['other'], { stdio: 'inherit' })",
  execSync: "require('node:child_process').execSync('echo other', { stdio: 'inherit' })",
  'a child that ends in the same turn':
    "require('node:child_process').spawn('echo', ['other'], { stdio: 'inherit' }); " +
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)',
};

const lines = (text: string): string => [1, 2, 3].map((n) => `console.log('${text} ${n}');`).join(' ');

endsAsBare(
  Object.entries(others).map(([name, write]): Program => ({
    name,
    source: `${lines('before')} ${write}; ${lines('after')}`,
    command: 'exec $NODE $APP 2>&1',
  })),
);
