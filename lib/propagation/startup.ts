import * as timers from 'node:timers';
import { parentPort } from 'node:worker_threads';
import { enterStartup, inStartup, leaveStartup, type Carrier } from '../context';

// Taken at load: the app's tests may put fakes in their place.
const { setTimeout, clearTimeout } = timers;

/** What Node calls the handles that wait for clients, and those that come with every process or mean a pause. */
const SERVERS = new Set(['TCPServerWrap', 'PipeServerWrap', 'UDPWrap']);
const IDLE = new Set(['Timeout', 'PipeWrap', 'TTYWrap', 'SignalWrap']);

const FIRST_LOOK_MS = 10;
const LONGEST_PAUSE_MS = 250;

/**
 * Lets this process or thread run in the context that it was started with, as long as it starts up: until the first
 * work arrives from elsewhere, or until it has begun to wait, the first of both. A script that was started for a
 * request and works through to its end keeps its context; a server, a pool worker or a poller does not keep it for
 * ever.
 */
export function installStartup(carrier: Carrier): () => void {
  if (Object.keys(carrier).length === 0) return () => {};
  enterStartup(carrier);
  let pause = FIRST_LOOK_MS;
  let idle = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    idle = isIdle() ? idle + 1 : 0;
    // Work that is between two steps looks idle, too: but not twice in a row.
    if (isListening() || idle > 1) leaveStartup();
    if (!inStartup()) return;
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    timer = setTimeout(look, pause).unref();
  };
  timer = setTimeout(look, pause).unref();
  return () => {
    clearTimeout(timer);
    leaveStartup();
  };
}

/** Whether the app is ready for work from elsewhere: from its parent or from clients. */
function isListening(): boolean {
  return (
    process.listenerCount('message') > 0 ||
    listensToParent() ||
    process.getActiveResourcesInfo().some((name) => SERVERS.has(name))
  );
}

/** Whether the app does nothing but wait for time to pass, or for input. */
function isIdle(): boolean {
  return process.getActiveResourcesInfo().every((name) => IDLE.has(name));
}

function listensToParent(): boolean {
  const port = parentPort as unknown as { listenerCount(name: string): number; onmessage: unknown } | null;
  return port !== null && (port.listenerCount('message') > 0 || Boolean(port.onmessage));
}
