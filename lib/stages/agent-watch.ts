import { isMainThread } from 'node:worker_threads';
import type { DiagLogger } from '@opentelemetry/api';
import { startedHere, type Config } from '../config';
import { agentOf, isInstrumentationBase, leaveOut, watchLoading } from '../loading';
import { enabledInstrumentations } from '../telemetry';
import type { Log } from './log';
import { createNoticeWriter } from './notices';
import { agentsAround, namesOf } from './other-agents';

/**
 * What the api reports to an SDK that wants to register if one is registered. Another version is refused for its
 * version.
 */
const REFUSED =
  /@opentelemetry\/api: (?:Attempted duplicate registration of API: |Registration of version \S+ for )(\w+)/;
/** A second registration of these means a second SDK; an app may point diagnostics elsewhere without having one. */
const OF_AN_SDK = ['trace', 'metrics', 'context', 'propagation'];

/** Agents and SDKs that the app starts after firstlight. */
export interface AgentWatch {
  /** Notices a second SDK by what the api reports to it; the rest goes to the sink. */
  listen(sink: DiagLogger): DiagLogger;
  /** Notices agents, and keeps instrumentations of the app from patching what is patched. */
  watch(): () => void;
}

/**
 * Writes one line for each kind of agent or SDK that comes later, on the main thread of a process that isn't a fork of
 * one that has said it.
 */
export function createAgentWatch(config: Config, log: Log): AgentWatch {
  const speaks = isMainThread && (startedHere() || !process.channel);
  const met = new Set(agentsAround().map(({ name }) => name));
  const said = new Set<string>();
  const say = (code: 'FL_SECOND_SDK' | 'FL_OTHER_AGENT', detail: string, fields?: Record<string, unknown>): void => {
    if (!speaks || said.has(code)) return;
    said.add(code);
    createNoticeWriter(log)(code, detail, fields);
  };
  const secondSdk = (): void => {
    say(
      'FL_SECOND_SDK',
      `${namesOf(agentsAround()) || 'the app’s own'} came second and is not registered, firstlight keeps ` +
        `traces and metrics`,
    );
  };
  const ours = new Set(enabledInstrumentations(config).map((name) => `@opentelemetry/instrumentation-${name}`));

  return {
    listen: (sink) => ({
      ...sink,
      error: (message, ...args) => {
        const api = REFUSED.exec(message)?.[1];
        if (api === undefined) sink.error(message, ...args);
        else if (OF_AN_SDK.includes(api)) secondSdk();
      },
    }),
    watch: () =>
      watchLoading({
        wants: (file) => isInstrumentationBase(file) || agentOf(file) !== undefined,
        after: (file, exports) => {
          if (isInstrumentationBase(file)) return void leaveOut(exports, (name) => ours.has(name), secondSdk);
          const name = agentOf(file)?.name;
          if (name !== undefined && !met.has(name))
            say('FL_OTHER_AGENT', `${name} (loaded by the app); both run`, { agents: [name] });
        },
      }),
  };
}
