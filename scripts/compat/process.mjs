// One process with a time limit, in a process group of its own: what it leaves behind ends with it.
import { spawn } from 'node:child_process';

const OUTPUT_LIMIT = 1 << 20;

/** Resolves with `{ code, signal, timedOut, output }`; never rejects. */
export function runProcess(command, args, { cwd, env, limitMs }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const collect = (chunk) => {
      if (output.length < OUTPUT_LIMIT) output += chunk;
    };
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid);
    }, limitMs);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => collect(error.message));
    // 'close' waits for pipes that a process left behind may hold open.
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      setImmediate(() => {
        endGroup(child.pid);
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code, signal, timedOut, output });
      });
    });
  });
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    /* It has ended. */
  }
}

/** Runs the jobs, at most `width` at a time. */
export async function runPool(jobs, width) {
  const queue = jobs.values();
  await Promise.all(
    Array.from({ length: width }, async (_, slot) => {
      for (const job of queue) await job(slot);
    }),
  );
}
