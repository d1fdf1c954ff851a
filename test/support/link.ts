import { connect, createServer, type Server, type Socket } from 'node:net';
import { after } from 'node:test';

/** The way between an app and a collector, which a test can break at the socket. */
export interface Link {
  readonly port: number;
  /** Connections so far. */
  connections(): number;
  /** What the collector says stays here until `release`. */
  holdAnswers(): void;
  /** What the app says stays here until `release`. */
  holdRequests(): void;
  release(): void;
  /** The connections that stand go silent for ever, without a word to either end; new ones work. */
  freeze(): void;
  /** The connections that stand are reset. */
  reset(): void;
  /** Bytes for the app, as if the collector had sent them. */
  inject(bytes: Buffer): void;
  /**
   * No one listens any more, and the connections that stand are closed in order: settled when the app's end has closed
   * too, so that it cannot take one for alive.
   */
  down(): Promise<void>;
  /** Someone listens again, on the same port. */
  up(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
  frozen: boolean;
  requests: Buffer[];
  answers: Buffer[];
}

const links = new Set<() => Promise<void>>();
after(async () => {
  for (const close of links) await close();
});

/** Opens a link to a port of this machine; closed at the latest when the test file ends. */
export async function openLink(target: number): Promise<Link> {
  const pairs = new Set<Pair>();
  let [holdingRequests, holdingAnswers, connections, port] = [false, false, 0, 0];
  let server: Server;
  const flow = (pair: Pair) => {
    if (pair.frozen) return;
    if (!holdingRequests) for (const chunk of pair.requests.splice(0)) pair.far.write(chunk);
    if (!holdingAnswers) for (const chunk of pair.answers.splice(0)) pair.near.write(chunk);
  };
  const accept = (near: Socket) => {
    connections++;
    const pair: Pair = { near, far: connect(target, '127.0.0.1'), frozen: false, requests: [], answers: [] };
    pairs.add(pair);
    const end = () => {
      if (pair.frozen) return;
      pairs.delete(pair);
      flow(pair);
      near.destroySoon();
      pair.far.destroySoon();
    };
    near
      .on('data', (chunk) => {
        pair.requests.push(chunk);
        flow(pair);
      })
      .on('error', end)
      .on('close', end);
    pair.far
      .on('data', (chunk) => {
        pair.answers.push(chunk);
        flow(pair);
      })
      .on('error', end)
      .on('close', end);
  };
  const cut = () => {
    for (const { near, far } of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    pairs.clear();
  };
  const stopListening = (endAll: () => void) =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      endAll();
    });
  const down = () =>
    stopListening(() => {
      for (const { near } of pairs) near.end();
    });
  const up = () =>
    new Promise<void>((resolve, reject) => {
      server = createServer(accept)
        .once('error', reject)
        .listen(port, '127.0.0.1', () => {
          port = (server.address() as { port: number }).port;
          resolve();
        });
    });
  await up();
  links.add(() => (server.listening ? stopListening(cut) : Promise.resolve()));
  return {
    port,
    down,
    up,
    reset: cut,
    connections: () => connections,
    holdAnswers: () => {
      holdingAnswers = true;
    },
    holdRequests: () => {
      holdingRequests = true;
    },
    release() {
      [holdingRequests, holdingAnswers] = [false, false];
      for (const pair of pairs) flow(pair);
    },
    freeze() {
      for (const pair of pairs) pair.frozen = true;
    },
    inject(bytes) {
      for (const { near } of pairs) near.write(bytes);
    },
  };
}
