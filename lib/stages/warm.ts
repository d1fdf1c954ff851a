/**
 * Writes the code cache of the package's bundle for the Node.js that runs this: at the build of an image, as the user
 * who owns the package. Runs as a process of its own, so that what it compiles is what a real start compiles. Prints
 * the file and its size in bytes, besides lines of a log.
 */
import { once } from 'node:events';
import fs from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import v8 from 'node:v8';
import { loadBundle } from '../loading/bundle/bundle';
import { codeCacheFile } from '../loading/bundle/code-cache';
import { rehearseLine } from '../logger/console/rehearsal';

declare const FIRSTLIGHT_BUILD: string;

// V8 throws away the code of what has run once, as all of a start has: what is to be kept must outlive a few
// collections. Whether this is so is part of what a cache is for, hence back to the default before it is made.
v8.setFlagsFromString('--no-flush-bytecode');

const bundle = path.join(__dirname, 'firstlight.js');
const { exports: loaded, script } = loadBundle(bundle, FIRSTLIGHT_BUILD);
(loaded as typeof import('../bootstrap')).bootstrap();
void rehearse().finally(() => {
  try {
    write();
  } catch (error) {
    // In plain words: an uncaught error would be a line of the log.
    fs.writeSync(2, `${String(error)}\n`);
    process.exitCode = 1;
  }
});

/** A line and a request, so that what writes lines and serves requests is compiled too. */
async function rehearse(): Promise<void> {
  rehearseLine();
  const http = require('node:http') as typeof import('node:http');
  const server = http.createServer((request, response) => response.end(request.url)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [response] = (await once(http.get({ port, host: '127.0.0.1', agent: false }), 'response')) as [IncomingMessage];
  await once(response.resume(), 'end');
  server.close();
}

function write(): void {
  const file = codeCacheFile(bundle, FIRSTLIGHT_BUILD);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
  // Images are often built from checkouts that a group can write: such a folder is not trusted.
  if (process.platform !== 'win32') fs.chmodSync(path.dirname(file), 0o755);
  // Written aside and renamed: a process that starts meanwhile reads the whole file or none.
  const draft = `${file}.${process.pid}`;
  v8.setFlagsFromString('--flush-bytecode');
  fs.writeFileSync(draft, script.createCachedData(), { mode: 0o644 });
  fs.renameSync(draft, file);
  fs.writeSync(1, `${file} ${fs.statSync(file).size}\n`);
}
