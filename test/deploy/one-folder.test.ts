import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { explain, fixtures, onEachRuntime, onlySpan, root, runApp, temporaryFolder, type RunResult } from '../support';

const app = join(fixtures, 'neighbours', 'own-copies.cjs');
/** The folder, under a name that quoting, escaping and URLs have to survive. */
const folder = join(temporaryFolder(), 'first light – prêt à porter 灯');
const caches = join(folder, 'dist', 'cache');
const posix = process.platform !== 'win32';

before(() => {
  // What npm would publish, and nothing else.
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], {
      cwd: root,
      encoding: 'utf8',
      shell: !posix,
    }),
  ) as { files: { path: string }[] }[];
  for (const { path } of packed!.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
  chmodSync(dirname(folder), 0o755);
});

/** Changes the right to write of everything in the folder. */
function writable(allowed: boolean): void {
  const paths = [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ];
  for (const path of paths) chmodSync(path, allowed ? statSync(path).mode | 0o200 : statSync(path).mode & 0o555);
}

/** For root, whom no mode stops: an unknown user without a home. Elsewhere the user who runs the tests. */
const setpriv = ['setpriv', '--reuid=65532', '--regid=65532', '--clear-groups', '--no-new-privs'];
const stranger =
  process.getuid?.() === 0 &&
  spawnSync(setpriv[0]!, [
    ...setpriv.slice(1),
    process.execPath,
    '-p',
    'require("fs").readFileSync(process.argv[1]).length',
    app,
  ]).status === 0
    ? setpriv
    : [];

function assertWhole({ code, stdout, out, err, spans, logs }: RunResult): void {
  assert.equal(code, 0);
  const work = onlySpan(spans, ({ name }) => name === 'work', 'span of the app’s own api');
  assert.equal(work.parentSpanId, onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span').spanId);
  for (const message of ['own winston', 'through firstlight']) {
    assert.deepEqual(
      out.filter((line) => line.message === message).map((line) => line.span_id),
      [work.spanId],
      message,
    );
  }
  assert.equal(logs.filter(({ body }) => body === 'through firstlight').length, 1);
  assert.deepEqual(
    err.map((line) => line.code),
    ['FL_STARTED'],
  );
  const loaded = JSON.parse(/^loaded (.*)$/m.exec(stdout)![1]!) as string[];
  const strays = loaded.filter(
    (file) =>
      !file.startsWith(folder + sep) &&
      !/node_modules.(winston|logform|triple-beam|readable-stream|async|safe-stable-stringify|winston-transport|@colors|@dabh|stack-trace|one-time|fn\.name|is-stream|string_decoder|safe-buffer|util-deprecate|inherits|colorspace|kuler|enabled|text-hex|color|@so-ric|@opentelemetry.api)\b/.test(
        file,
      ) &&
      file !== app,
  );
  assert.deepEqual(strays, [], 'firstlight loads nothing from outside its folder');
}

onEachRuntime(({ binary }) => {
  for (const preload of ['options', 'require'] as const) {
    test(
      `one folder and one flag (${preload}): read-only, another user, another directory, a difficult path; ` +
        `the app's own winston and api go on`,
      async () => {
        writable(false);
        after(() => writable(true));
        const before = readdirSync(folder, { recursive: true }).length;
        const result = await runApp({
          fixture: app,
          node: binary,
          preload,
          preloadPath: join(folder, 'register.js'),
          cwd: '/',
          under: stranger,
          env: { HOME: '/nonexistent' },
        });
        explain(result, assertWhole);
        assert.equal(readdirSync(folder, { recursive: true }).length, before, 'nothing was written');
        writable(true);
      },
    );
  }
});

describe(
  'the code cache, in a real start',
  { skip: posix ? false : 'no cache is read where files have no owners' },
  () => {
    const start = () => runApp({ fixture: app, preloadPath: join(folder, 'register.js') });
    /** The name of the cache that this Node.js looks for. */
    let file = '';
    before(() => {
      rmSync(caches, { recursive: true, force: true });
      execFileSync(process.execPath, [join(folder, 'dist/bin/firstlight.js'), 'warm']);
      file = join(caches, readdirSync(caches)[0]!);
    });

    const wrong: { title: string; make: () => void }[] = [
      { title: 'absent', make: () => rmSync(file) },
      { title: 'empty', make: () => writeFileSync(file, '') },
      { title: 'no cache at all', make: () => writeFileSync(file, 'x'.repeat(100_000)) },
      { title: 'cut off', make: () => writeFileSync(file, readFileSync(file).subarray(0, 100_000)) },
      {
        title: 'of another V8',
        make: () => {
          const bytes = readFileSync(file);
          bytes.writeUInt32LE(bytes.readUInt32LE(4) ^ 1, 4);
          writeFileSync(file, bytes);
        },
      },
    ];
    for (const { title, make } of wrong) {
      test(`${title}: costs time, nothing else`, async () => {
        const good = readFileSync(file);
        make();
        const result = await start();
        writeFileSync(file, good);
        explain(result, assertWhole);
      });
    }

    test('planted by a user who can write the file or its folder: it is not run', async () => {
      const good = readFileSync(file);
      execFileSync(process.execPath, [
        join(fixtures, 'neighbours', 'plant-cache.cjs'),
        join(folder, 'dist', 'firstlight.js'),
        file,
      ]);
      // The proof that there is something to run, and that the file is the one that is read.
      const control = await start();
      assert.match(control.stdout, /^PLANTED$/m, 'the owner is trusted');
      for (const [path, mode] of [
        [file, 0o664],
        [file, 0o646],
        [caches, 0o775],
        [caches, 0o757],
      ] as const) {
        const usual = statSync(path).mode;
        chmodSync(path, mode);
        const result = await start();
        chmodSync(path, usual);
        explain(result, (each) => {
          assert.doesNotMatch(each.stdout, /PLANTED/);
          assertWhole(each);
        });
      }
      if (process.getuid?.() === 0) {
        chownSync(file, 65532, 65532);
        const result = await start();
        chownSync(file, 0, 0);
        explain(result, assertWhole);
      }
      writeFileSync(file, good);
    });
  },
);
