import { isMainThread } from 'node:worker_threads';
import { alreadyStarted, readEnvironment, type Config } from '../config';
import { findAgents, loadedEarlier, loadedFiles, splitNodeOptions, type FoundAgent } from '../loading';
import { enabledInstrumentations, isSdkRegistered, targetsOf } from '../telemetry';
import type { Log } from './log';
import { createNoticeWriter } from './notices';

/**
 * Looks for agents and SDKs that came first. Returns the configuration to go on with: if another agent or SDK has the
 * traces, telemetry is off, so that nothing is patched twice and no request carries the headers of two.
 * FIRSTLIGHT_FORCE=true goes on beside an agent; a second SDK would not get a span.
 */
export function detectOtherAgents(config: Config, log: Log): Config {
  if (!config.telemetryEnabled) return config;
  return log.guard('other agents', () => detect(config, log)) ?? config;
}

function detect(config: Config, log: Log): Config {
  // A fork has its parent's flags, and its parent has said it.
  const say = isMainThread && !(alreadyStarted() && process.channel) ? createNoticeWriter(log) : () => {};
  const agents = agentsAround();
  const aside: Config = { ...config, telemetryEnabled: false };
  if (isSdkRegistered()) {
    say(
      'FL_SECOND_SDK',
      `${namesOf(agents) || 'the other one'} was first and keeps traces and metrics, firstlight writes logs ` +
        `and request lines`,
    );
    return aside;
  }
  if (agents.length > 0) {
    const stepsBack = agents.some(({ patches }) => patches) && !config.FIRSTLIGHT_FORCE;
    say(
      'FL_OTHER_AGENT',
      `${agents.map(({ name, presence }) => `${name} (${presence})`).join(', ')}; ${
        stepsBack ? 'traces and metrics are left to it, firstlight writes logs and ' + 'request lines' : 'both run'
      }`,
      { agents: agents.map(({ name }) => name) },
    );
    if (stepsBack) return aside;
  }
  const earlier = loadedEarlier(
    enabledInstrumentations(config)
      .flatMap(targetsOf)
      .map(({ name }) => name),
    loadedFiles(),
  );
  if (earlier.length > 0) say('FL_LOADED_EARLIER', earlier.join(', '), { modules: earlier });
  return config;
}

/** The agents that are here, or that a flag is going to load. */
export function agentsAround(): FoundAgent[] {
  return findAgents({
    loaded: loadedFiles(),
    flags: [...process.execArgv, ...splitNodeOptions(readEnvironment().NODE_OPTIONS ?? '')],
    globals: globalThis,
  });
}

export const namesOf = (agents: readonly FoundAgent[]): string => agents.map(({ name }) => name).join(', ');
