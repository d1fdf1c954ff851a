// child_process: every way to start a child with every form of its arguments.
const { oddValues } = require('../requests.cjs');

const ended = (child) =>
  new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', (error) => resolve({ error, text }));
    child.on('close', (code, signal) => resolve({ code, signal, text }));
  });
/** Starts a child and notes what it is and how it ends. */
const spawns = (make) => async (t, see) => {
  let child;
  const args = make();
  for (const [index, arg] of args.entries()) if (typeof arg === 'object') see.unchanged(`argument ${index}`, arg);
  see.outcome('spawn', () => {
    child = t.spawn(...args);
    return [child.constructor.name, Reflect.ownKeys(child).map(String), child.spawnargs.slice(1)];
  });
  if (child) see('end', await ended(child));
};
const sync = (name, make) => async (t, see) => {
  const args = make();
  for (const [index, arg] of args.entries()) if (typeof arg === 'object') see.unchanged(`argument ${index}`, arg);
  see.outcome(name, () => {
    let result;
    try {
      result = t[name](...args);
    } catch (error) {
      if (error?.pid !== undefined) error.pid = 'number';
      throw error;
    }
    return Buffer.isBuffer(result) || typeof result === 'string' ? result : { ...result, pid: typeof result.pid };
  });
};
const optionForms = {
  none: () => [],
  undefined: () => [undefined],
  null: () => [null],
  empty: () => [{}],
  frozen: () => [Object.freeze({ env: Object.freeze({ OWN: '1' }) })],
  'frozen without env': () => [Object.freeze({})],
  sealed: () => [Object.seal({})],
  'null prototype': () => [Object.create(null)],
  'inherited env': () => [Object.create({ env: { OWN: '1' } })],
  'env undefined': () => [{ env: undefined }],
  'env null': () => [{ env: null }],
  'env empty': () => [{ env: {} }],
  'env null prototype': () => [{ env: Object.assign(Object.create(null), { OWN: '1' }) }],
  'env inherited': () => [{ env: Object.create({ OWN: '1' }) }],
  'env with undefined': () => [{ env: { OWN: undefined } }],
  'env with a symbol key': () => [{ env: { OWN: '1', [Symbol('s')]: 'x' } }],
  'env is a proxy': () => [{ env: new Proxy({ OWN: '1' }, {}) }],
  'env getter throws': () => [
    {
      get env() {
        throw new Error('env');
      },
    },
  ],
  'env with NUL': () => [{ env: { OWN: 'a\0b' } }],
  proxy: () => [new Proxy({}, {})],
  'bad cwd': () => [{ cwd: '/no/such/folder' }],
  'odd cwd': () => [{ cwd: 7 }],
  'odd stdio': () => [{ stdio: 'odd' }],
  'odd shell': () => [{ shell: 7 }],
  'odd uid': () => [{ uid: 'x' }],
  'odd timeout': () => [{ timeout: 'x' }],
  'odd signal': () => [{ signal: 'x' }],
  'an aborted signal': () => [{ signal: AbortSignal.abort(Symbol('gone')) }],
  array: () => [[]],
  text: () => ['text'],
  number: () => [7],
};

module.exports = {
  setup: () => ({ ...require('node:child_process') }),
  calls: {
    ...Object.fromEntries(
      Object.entries(optionForms).map(([name, form]) => [
        `options: ${name}`,
        spawns(() => ['/bin/sh', ['-c', 'echo $OWN'], ...form()]),
      ]),
    ),
    ...Object.fromEntries(Object.entries(oddValues).map(([name, odd]) => [`file: ${name}`, spawns(() => [odd])])),
    ...Object.fromEntries(
      Object.entries(oddValues).map(([name, odd]) => [`args: ${name}`, spawns(() => ['/bin/true', odd])]),
    ),
    ...Object.fromEntries(
      ['spawnSync', 'execFileSync'].flatMap((way) =>
        Object.entries(optionForms).map(([name, form]) => [
          `${way}: ${name}`,
          sync(way, () => ['/bin/echo', ['a', 'b'], ...form()]),
        ]),
      ),
    ),
    ...Object.fromEntries(
      ['spawnSync', 'execFileSync', 'execSync'].flatMap((way) =>
        Object.entries(oddValues).map(([name, odd]) => [`${way}: odd ${name}`, sync(way, () => [odd])]),
      ),
    ),
    'spawnSync without args': sync('spawnSync', () => ['/bin/echo', { env: { OWN: '1' } }]),
    'spawnSync with undefined args': sync('spawnSync', () => ['/bin/echo', undefined, { encoding: 'utf8' }]),
    'execFileSync fails': sync('execFileSync', () => ['/bin/false']),
    execSync: sync('execSync', () => ['echo $OWN', { env: { OWN: '1' }, encoding: 'utf8' }]),
    'execSync fails': sync('execSync', () => ['exit 3', { stdio: 'pipe' }]),
    exec: async ({ exec }, see) =>
      see(
        'exec',
        await new Promise((resolve) => exec('echo $OWN; exit 3', { env: { OWN: '1' } }, (...args) => resolve(args))),
      ),
    'exec promisified': async ({ exec, execFile }, see) => {
      const { promisify } = require('node:util');
      await see.settled('exec', promisify(exec)('echo a'));
      await see.settled('execFile', promisify(execFile)('/bin/false'));
    },
    'fork of nothing': async ({ fork }, see) => {
      for (const odd of [undefined, null, 7, {}, Symbol('f')]) see.outcome('fork', () => fork(odd));
    },
    'names and lengths': async (t, see) => {
      for (const name of ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execSync', 'execFileSync'])
        see(name, [t[name].name, t[name].length]);
      see('keys', Object.keys(require('node:child_process')));
    },
    'ChildProcess by itself': async ({ ChildProcess }, see) => {
      for (const odd of [
        undefined,
        null,
        7,
        {},
        { file: 7 },
        { file: '/bin/true', envPairs: 7 },
        { file: '/bin/true', args: 7 },
      ]) {
        see.outcome('spawn', () => new ChildProcess().spawn(odd));
      }
      const child = new ChildProcess();
      see('own', child.spawn(Object.freeze({ file: '/bin/true', args: ['true'], envPairs: Object.freeze(['OWN=1']) })));
      see('end', await ended(child));
    },
  },
};
