import { isMainThread } from 'node:worker_threads';
import { alreadyStarted, readEnvironment, type Config } from '../config';
import { codes, type Code } from '../errors';
import { findAgents, loadedEarlier, loadedFiles, splitNodeOptions, type FoundAgent } from '../loading';
import { enabledInstrumentations, isSdkRegistered, targetsOf } from '../telemetry';
import type { Log } from './log';

/**
 * Looks at who was here before. Returns the configuration to go on with: if another agent or SDK has the traces,
 * telemetry is off, so that nothing
 * is patched twice and no request carries the headers of two. FIRSTLIGHT_FORCE=true goes on beside an agent; a second
 * SDK would not get a span.
 */
export function meetNeighbours(config: Config, log: Log): Config {
  if (!config.telemetryEnabled) return config;
  return log.guard('neighbours', () => meet(config, log)) ?? config;
}

function meet(config: Config, log: Log): Config {
  // A fork has its parent's flags, and its parent has said it.
  const say = isMainThread && !(alreadyStarted() && process.channel) ? createVoice(log) : () => {};
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
    const yields = agents.some(({ patches }) => patches) && !config.FIRSTLIGHT_FORCE;
    say(
      'FL_OTHER_AGENT',
      `${agents.map(({ name, presence }) => `${name} (${presence})`).join(', ')}; ${
        yields ? 'traces and metrics are left to it, firstlight writes logs and ' + 'request lines' : 'both run'
      }`,
      { agents: agents.map(({ name }) => name) },
    );
    if (yields) return aside;
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

/** Writes a line of the table, with a detail. */
export function createVoice(log: Log): (code: Code, detail: string, fields?: Record<string, unknown>) => void {
  return (code, detail, fields) =>
    log.own(codes[code].level, `${codes[code].text}: ${detail}`, { code, ...fields, remedy: codes[code].remedy });
}
