// Node's own tests: the folders, and in test/parallel and test/sequential the modules that a preload touches.
import { readFileSync } from 'node:fs';

/** The start of the name of a test, after `test-`. */
const TOUCHED = new RegExp(
  `^test-(${[
    'http',
    'https',
    'http2',
    'net',
    'tls',
    'dns',
    'fetch',
    'websocket',
    'worker',
    'child-process',
    'cluster',
    'console',
    'process',
    'stdio',
    'stdin',
    'stdout',
    'stream',
    'stream2',
    'stream3',
    'readable',
    'writable',
    'diagnostics',
    'async',
    'asyncresource',
    'als',
    'module',
    'require',
    'esm',
    'preload',
    'timers',
    'set',
    'next',
    'immediate',
    'microtask',
    'queue',
    'event',
    'events',
    'eventtarget',
    'errors?',
    'promises?',
    'unhandled',
    'uncaught',
    'exception',
    'domain',
    'signal',
    'pipe',
    'listen',
    'socket',
    'tcp',
    'outgoing',
    'warn',
    'beforeexit',
    'exit',
    'emit',
    'handle',
    'tty',
    'startup',
    'stack',
    'global',
    'double',
    'tick',
    'throw',
    'cwd',
    'cli',
    'eval',
    'broadcastchannel',
    'messaging',
    'gc',
    'bad',
    'c-ares',
    'client',
    'ref',
    'unref',
  ].join('|')})[-.]`,
);

/** One of them starts eighty processes. */
const ALONE = { alone: true, limitMs: 300_000 };

export const nodeSuites = [
  { name: 'node test/parallel', folder: 'test/parallel', tests: (name) => TOUCHED.test(name) },
  { name: 'node test/sequential', folder: 'test/sequential', tests: (name) => TOUCHED.test(name), ...ALONE },
  { name: 'node test/es-module', folder: 'test/es-module', tests: () => true },
  // By --require: the promises of --import alone fail half of these.
  { name: 'node test/async-hooks', folder: 'test/async-hooks', tests: () => true, flag: '--require' },
].map((suite) => ({ kind: 'file', ...suite, tests: (name) => /^test-.*\.m?js$/.test(name) && suite.tests(name) }));

/** The flags that a test asks for in its first comment. */
export function flagsOf(file) {
  const [, flags = ''] = /^\/\/ Flags: (.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  return flags.split(/\s+/).filter(Boolean);
}
