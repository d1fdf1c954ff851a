/**
 * Asks an OpAMP server for the configuration of the process, in the exporter thread: a bundle of its own, which is
 * evaluated only if a server is named.
 * https://github.com/open-telemetry/opamp-spec/blob/main/specification.md#plain-http-transport
 */
import { createHash } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import type { RemoteSettings } from '../../config';
import type { Notice } from '../protocol';
import { ConfigStatus, encodeAgentToServer, type AgentToServer } from './agent-to-server';
import { createInstanceUid, textOfUid } from './instance-uid';
import { createPost } from './post';
import { ASK, opampChannelName, type OpampCommand, type OpampRequest, type OpampSetup } from './protocol';
import { readRemoteConfig } from './remote-config';
import { createSchedule } from './schedule';
import { decodeServerToAgent, type ServerToAgent } from './server-to-agent';

export interface OpampOptions extends OpampSetup {
  /** That of the exporter thread. */
  readonly name: string;
  readonly userAgent: string;
  readonly notify: (notice: Notice) => void;
  /** Why the process is not healthy; undefined if it is. */
  readonly ailment: () => string | undefined;
}

export interface Opamp {
  /** Says goodbye, if the server has answered before. `done` is called when that is written, or takes too long. */
  disconnect(done: () => void): void;
}

/** How long the end of the process waits for the goodbye at most, in ms. */
const GOODBYE_MS = 100;
/** After it the server is asked again only if the process goes on for so long, in ms. */
const GONE_MS = 30_000;
/** How much of a server's text is shown. */
const MOST_SHOWN = 200;
const MOST_SECONDS = 24 * 60 * 60;

type Part = 'description' | 'health' | 'effective' | 'status';
const PARTS: readonly Part[] = ['description', 'health', 'effective', 'status'];

/** Starts to ask, once the main thread has said who it is. */
export function startOpamp({ target, intervalMs, port, name, userAgent, notify, ailment }: OpampOptions): Opamp {
  const post = createPost(target, userAgent);
  const schedule = createSchedule(intervalMs);
  const startedMs = Date.now();
  let uid = createInstanceUid(startedMs);
  let sequence = 0;
  let state: Pick<AgentToServer, 'description' | 'effective' | 'status'> = {};
  /** What the server does not know yet. */
  let news = new Set<Part>(PARTS);
  let reported: string | undefined;
  /** Of the last remote configuration, and the key that it is known by. */
  let last = { id: 0, hash: Buffer.alloc(0), key: '', settings: undefined as RemoteSettings | undefined };
  let applied: RemoteSettings | undefined;
  let isAsking = false;
  let isConnected = false;
  let hasLeft = false;
  let timer: NodeJS.Timeout | undefined;

  const channel = new BroadcastChannel(opampChannelName(name));
  channel.onmessage = (event) => {
    if ((event as { data: unknown }).data === ASK && applied) channel.postMessage(applied);
  };
  channel.unref();

  const plan = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(run, hasLeft ? Math.max(ms, GONE_MS) : ms);
  };
  const fail = (cause: string, askedMs?: number): void => {
    isConnected = false;
    notify({ code: 'FL_OPAMP_FAILED', endpoint: target.url, cause });
    plan(schedule.failed(askedMs));
  };
  /** A fault of ours costs this answer, not the thread and the telemetry in it. */
  const run = (): void =>
    void ask().catch((error: unknown) => {
      isAsking = false;
      fail(`it cannot be understood (${(error as Error)?.message ?? String(error)})`);
    });
  const part = <T>(wanted: Part, value: T): T | undefined => (news.has(wanted) ? value : undefined);
  const compose = (): Buffer => {
    const error = ailment();
    if (error !== reported) news.add('health');
    reported = error;
    return encodeAgentToServer({
      instanceUid: uid,
      sequence: ++sequence,
      description: part('description', state.description),
      effective: part('effective', state.effective),
      status: part('status', state.status),
      health: part('health', { error, startedMs, nowMs: Date.now() }),
    });
  };

  async function ask(): Promise<void> {
    isAsking = true;
    hasLeft = false;
    const sent = compose();
    const reporting = news;
    news = new Set();
    const reply = await post.send(sent, textOfUid(uid));
    isAsking = false;
    const answer = reply.failure === undefined ? decodeServerToAgent(reply.body, uid) : undefined;
    if (answer && !answer.error) return take(answer, reporting.size === PARTS.length);
    if (!reply.isTooLarge && !answer?.error?.isBadRequest) reporting.forEach((each) => news.add(each));
    if (answer?.error)
      return fail(`it answers: ${answer.error.message.slice(0, MOST_SHOWN)}`, answer.error.retryAfterMs);
    fail(reply.failure ?? 'what it answers is no message of an OpAMP server to this process', reply.retryAfterMs);
  }

  function take(answer: ServerToAgent, wasFull: boolean): void {
    isConnected = true;
    const { heartbeatSeconds: seconds } = answer;
    if (seconds > 0) schedule.interval(Math.min(seconds, MOST_SECONDS) * 1000);
    uid = answer.newInstanceUid ?? uid;
    const hadNews = news.size > 0;
    // A server that asks for all of it each time has to wait for it.
    if (answer.wantsFullState) news = new Set(PARTS);
    if (answer.remoteConfig) configure(answer.remoteConfig);
    plan(schedule.answered(hadNews || (news.size > 0 && !wasFull)));
  }

  function configure({ files, hash }: NonNullable<ServerToAgent['remoteConfig']>): void {
    const content = createHash('sha256');
    for (const { name: file, body, contentType } of files) content.update(`${file}\0${contentType}\0`).update(body);
    const key = hash.length > 0 ? hash.toString('hex') : content.digest('hex');
    // The server seems to have missed what became of it.
    if (key === last.key) return void news.add('status');
    const { faults, ...settings } = readRemoteConfig(files);
    last = { id: last.id + 1, hash: Buffer.from(hash), key, settings };
    if (faults.length > 0) return settle(faults);
    state = { ...state, status: { hash: last.hash, status: ConfigStatus.applying, error: '' } };
    port.postMessage({ id: last.id, settings } satisfies OpampRequest);
  }

  /** What became of the last configuration is known. */
  function settle(faults: readonly string[]): void {
    const status = faults.length > 0 ? ConfigStatus.failed : ConfigStatus.applied;
    const error = faults.join('; ');
    state = { ...state, status: { hash: last.hash, status, error } };
    news.add('status');
    if (faults.length > 0) notify({ code: 'FL_OPAMP_REFUSED', endpoint: target.url, cause: error });
  }

  port.on('message', (command: OpampCommand) => {
    if (command.kind === 'start') {
      const { identifying, other, effective } = command;
      state = { description: { identifying, other }, effective };
      return run();
    }
    if (command.id !== last.id) return;
    if (command.faults.length === 0) {
      applied = last.settings;
      channel.postMessage(applied);
    }
    if (command.effective !== state.effective) news.add('effective');
    state = { ...state, effective: command.effective };
    settle(command.faults);
    if (!isAsking) plan(schedule.answered(true));
  });

  return {
    disconnect(done) {
      if (!isConnected) return done();
      isConnected = false;
      let isDone = false;
      const end = (): void => {
        if (isDone) return;
        isDone = true;
        clearTimeout(late);
        done();
      };
      const late = setTimeout(end, GOODBYE_MS);
      const goodbye = encodeAgentToServer({ instanceUid: uid, sequence: ++sequence, disconnects: true });
      void post.send(goodbye, textOfUid(uid), end).then(end);
      // For a process that goes on nonetheless.
      news = new Set(PARTS);
      hasLeft = true;
      plan(GONE_MS);
    },
  };
}
