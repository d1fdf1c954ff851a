// Findings about Node.js and how it is started.
import type { FindingFacts } from '../finding';

export const startFindings = {
  'node-version': { section: 'Node.js', severity: 'fine', text: 'firstlight supports this Node.js' },
  'node-unsupported': {
    section: 'Node.js',
    severity: 'broken',
    text: 'firstlight does not start on this runtime, the app runs without it',
    remedy: 'Use Node.js 20.6 or later. Bun and Deno are not supported.',
  },
  'node-unknown': {
    section: 'Node.js',
    severity: 'warning',
    text: 'which Node.js the command starts cannot be seen',
    remedy:
      'Nothing is wrong yet: the trial run shows whether firstlight starts. Name node in the command ' +
      '(firstlight doctor -- node app.js) to have its version and flags looked at as well.',
  },
  'esm-hooks': { section: 'Node.js', severity: 'fine', text: 'modules are instrumented as they load' },
  'esm-hooks-thread': {
    section: 'Node.js',
    severity: 'fine',
    text:
      'CommonJS is instrumented as it loads, ES modules by hooks on a thread of Node’s own, which takes ' +
      'some start-up time',
    remedy: 'Node.js 22.22.3, 24.11.1 and 26 have synchronous hooks: apps of ES modules start faster on them.',
  },
  'esm-second-hook': {
    section: 'Node.js',
    severity: 'warning',
    text: 'a flag installs a second hook for ES modules',
    remedy:
      'Remove the flag: firstlight brings the hook that its instrumentations need, and with two of them ' +
      'modules are wrapped twice.',
  },
  'preload-found': { section: 'Start', severity: 'fine', text: 'firstlight is preloaded before anything else' },
  'preload-absent': {
    section: 'Start',
    severity: 'fine',
    text: 'nothing preloads firstlight here, so an app that is started like this runs without it',
    remedy:
      'Start it with node --import firstlight/register app.js, or set ' +
      'NODE_OPTIONS="--import=/absolute/path/to/firstlight/register.js". The trial run adds the flag itself.',
  },
  'preload-not-built': {
    section: 'Start',
    severity: 'broken',
    text: 'register.js and dist are missing from the package',
    remedy: 'In a clone of the repository: npm ci && npm run build. Otherwise install the package again.',
  },
  'preload-not-found': {
    section: 'Start',
    severity: 'broken',
    text: 'the flag names a preload that is not there: Node.js will not start the app',
    remedy:
      'Node resolves a bare or relative name in --import from the working directory. Write the absolute path ' +
      'of register.js.',
  },
  'preload-relative': {
    section: 'Start',
    severity: 'warning',
    text: 'NODE_OPTIONS names firstlight by a name that depends on the working directory',
    remedy:
      'Every Node.js process inherits NODE_OPTIONS, and one that starts in another folder does not find the ' +
      'file and fails. Write the absolute path of register.js.',
  },
  'preload-after-script': {
    section: 'Start',
    severity: 'broken',
    text: 'the flag comes after the app’s file, so it is an argument of the app and not a flag of Node.js',
    remedy: 'Put it before the file: node --import firstlight/register app.js.',
  },
  'preload-twice': {
    section: 'Start',
    severity: 'warning',
    text: 'firstlight is preloaded more than once; the second does nothing',
    remedy: 'Remove all but one of the flags, from the command line or from NODE_OPTIONS.',
  },
  'preload-not-first': {
    section: 'Start',
    severity: 'warning',
    text: 'something else is loaded before firstlight, and what it loads may not be traced',
    remedy:
      'Put firstlight first. Node obeys --require in NODE_OPTIONS, then --require, then --import in ' +
      'NODE_OPTIONS, then --import; each from left to right.',
  },
  'process-left-alone': {
    section: 'Start',
    severity: 'warning',
    text: 'firstlight leaves this process alone, because it is no app',
    remedy:
      'Package managers, compilers and one-liners (-e, -p, --check) are not traced; what they start is, if it ' +
      'inherits the flag from NODE_OPTIONS. FIRSTLIGHT_FORCE=true starts it here, too.',
  },
} as const satisfies Record<string, FindingFacts>;
