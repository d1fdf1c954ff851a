import { endsAsBare, type Program } from './program';

const tell =
  "const { writeSync, appendFileSync } = require('node:fs'); process.on('exit', (code) => " +
  "appendFileSync('end.txt', 'exit ' + code + '\\n'));";
const heard =
  "process.stdout.on('error', (error) => { appendFileSync('end.txt', error.code + '\\n'); process.exit(4); });";
const until = (write: string): string =>
  `${tell} let n = 0; (function tick() { ${write}; if (n++ > 1_000_000) process.exit(9); setImmediate(tick); })();`;
// The reader goes away; what the program left behind is what is compared.
const unread = '{ $NODE $APP; echo $? >> end.txt; } | head -1 > /dev/null; cat end.txt';

const programs: readonly Program[] = [
  { name: 'console.log, unread', source: until("console.log('tick')"), command: unread },
  {
    name: 'console.log, unread, with a listener',
    source: heard.replace('appendFileSync', "require('node:fs').appendFileSync") + until("console.log('tick')"),
    command: unread,
  },
  { name: 'process.stdout.write, unread', source: until("process.stdout.write('tick\\n')"), command: unread },
  {
    name: 'process.stdout.write, unread, captured',
    source: until("process.stdout.write('tick\\n')"),
    command: unread,
    env: { FIRSTLIGHT_CAPTURE: 'all' },
  },
  {
    name: 'console.log, unread, not captured',
    source: until("console.log('tick')"),
    command: unread,
    env: { FIRSTLIGHT_CAPTURE: 'none' },
  },
  {
    name: 'console.log, unread, for people',
    source: until("console.log('tick')"),
    command: unread,
    env: { LOG_FORMAT: 'console' },
  },
  {
    name: 'console.error, unread',
    source: until("console.error('tick')"),
    command: '{ $NODE $APP; echo $? >> end.txt; } 2>&1 >/dev/null | head -1 > /dev/null; cat end.txt',
  },
  {
    name: 'a full disk behind stderr',
    source: `${tell} console.error('x');`,
    command: '$NODE $APP 2>/dev/full; echo $?; cat end.txt',
  },
  {
    name: 'a full disk behind stderr, an exit code',
    source: `${tell} process.exit(3);`,
    command: '$NODE $APP 2>/dev/full; echo $?; cat end.txt',
  },
  {
    name: 'an error, and a full disk behind stderr',
    source: `${tell} throw new Error('x');`,
    command: '$NODE $APP 2>/dev/full; echo $?; cat end.txt',
  },
  {
    name: 'stderr is closed',
    source: `${tell} console.error('x'); process.exitCode = 2;`,
    command: '$NODE $APP 2>&-; echo $?; cat end.txt',
  },
  { name: 'stdout is closed', source: `${tell} console.log('x');`, command: '$NODE $APP 1>&-; echo $?; cat end.txt' },
  {
    name: 'a full disk behind stdout',
    source: `${tell} setTimeout(() => process.exit(5), 50);`,
    command: '$NODE $APP >/dev/full; echo $?; cat end.txt',
  },
];

endsAsBare(programs);
