// The real servers that tests talk to. Anywhere: says which ones answer. Under CI=true: installs (apt) and starts the
// missing ones, since a machine that no one sits at may be changed, and a skipped test there would go unseen.
// Usage: node scripts/services.mjs   prints the table; CI=true installs and starts what is missing.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const START_DEADLINE_MS = 90_000;

/** The table of test/services/services.json: name -> {label, port, binary, package, prepare?, start, setup?}. */
export const services = JSON.parse(readFileSync(new URL('../test/services/services.json', import.meta.url), 'utf8'));

/** Whether something accepts connections on a local port. */
export function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(2000, () => settle(false));
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

/**
 * Finds out which services answer and, with `install`, brings the missing ones up.
 * @returns {Promise<{name: string, label: string, port: number, ready: boolean, reason?: string}[]>}
 */
export async function ensureServices({ install = false } = {}) {
  const states = [];
  for (const [name, service] of Object.entries(services)) {
    const state = { name, label: service.label, port: service.port, ready: await answers(service.port) };
    if (!state.ready && install)
      state.reason = await bringUp(service).then(
        () => undefined,
        (error) => error.message,
      );
    if (!state.ready) state.ready = await answers(service.port);
    if (!state.ready) state.reason ??= `nothing listens on 127.0.0.1:${service.port}`;
    states.push(state);
  }
  return states;
}

async function bringUp(service) {
  if (!installed(service.binary)) {
    process.stdout.write(`installing ${service.package} …\n`);
    refreshPackageLists();
    // A policy of 101 keeps the package from starting its server before we have prepared it.
    asRoot(`
      policy=/usr/sbin/policy-rc.d
      [ -e $policy ] || { printf '#!/bin/sh\\nexit 101\\n' > $policy; chmod +x $policy; trap "rm -f $policy" EXIT; }
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends ${service.package}`);
  }
  if (service.prepare) asRoot(service.prepare);
  asRoot(service.start);
  await until(() => answers(service.port), `${service.label} on port ${service.port}`);
  // A port opens before the server takes commands: the set-up is repeated until it is accepted.
  if (service.setup) await until(() => tryAsRoot(service.setup), `the set-up of ${service.label}`);
}

/** The commands that a Chromium goes by. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Looks for a Chromium, and with `install` installs Debian's if there is none.
 * @returns {string | undefined} why there is none
 */
export function ensureBrowser({ install = false } = {}) {
  if (BROWSERS.some(installed)) return undefined;
  if (!install) return `none of ${BROWSERS.join(', ')} is installed`;
  process.stdout.write('installing chromium …\n');
  try {
    refreshPackageLists();
    asRoot('DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core');
  } catch (error) {
    return error.message;
  }
  return BROWSERS.some(installed) ? undefined : 'the package chromium brought none';
}

let listsAreFresh = false;
function refreshPackageLists() {
  // Without a network the lists that are there may do; otherwise the installation says what it lacks.
  if (!listsAreFresh) asRoot('apt-get update -q || true');
  listsAreFresh = true;
}

function installed(binary) {
  try {
    execFileSync('sh', ['-c', `PATH="$PATH:/usr/sbin:/sbin" command -v ${binary}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function asRoot(script) {
  const shell = ['sh', '-c', `PATH="$PATH:/usr/sbin:/sbin"; ${script}`];
  const [command, ...args] = process.getuid?.() === 0 ? shell : ['sudo', '-n', ...shell];
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000 });
  } catch (error) {
    throw new Error(
      `'${script}' failed: ${String(error.stderr || error.message)
        .trim()
        .split('\n')
        .slice(-3)
        .join(' | ')}`,
      { cause: error },
    );
  }
}

function tryAsRoot(script) {
  try {
    asRoot(script);
    return true;
  } catch {
    return false;
  }
}

async function until(probe, what) {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`${what} was not ready within ${START_DEADLINE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const states = await ensureServices({ install: process.env.CI === 'true' });
  for (const { label, port, ready, reason } of states)
    process.stdout.write(`${label} (${port}): ${ready ? 'ready' : `MISSING: ${reason}`}\n`);
  process.exitCode = states.every(({ ready }) => ready) ? 0 : 1;
}
