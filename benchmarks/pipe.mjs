// A real pipe for an app's stdout, as a shell or a container runtime gives it. Node's own 'pipe' is a pair of Unix
// sockets, whose buffers and blocking differ: a logger that is fast or whole on one need not be so on the other.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/**
 * Opens a pipe. Give `writing` to spawn, then call `spawned()`: the app is then the only writer, and its end ends
 * `reading`. Returns `undefined` where the system has no named pipes.
 * @returns {{writing: number, reading: import('node:stream').Readable, spawned(): void} | undefined}
 */
export function openPipe() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'firstlight-bench-'));
  try {
    const name = path.join(folder, 'stdout');
    if (spawnSync('mkfifo', [name]).status !== 0) return undefined;
    // Reading without blocking first: opening a named pipe for writing waits for a reader.
    const fd = fs.openSync(name, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    const writing = fs.openSync(name, 'w');
    const reading = new net.Socket({ fd, readable: true, writable: false });
    return { writing, reading, spawned: () => fs.closeSync(writing) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
