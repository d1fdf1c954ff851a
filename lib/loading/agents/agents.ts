import { flagValues } from '../process/node-options';

/** A monitoring agent of someone else. */
export interface Agent {
  /** Its package, as npm knows it. */
  readonly name: string;
  /**
   * Whether it patches what firstlight patches. Sentry traces by way of OpenTelemetry, and counts as a second SDK if it
   * does.
   */
  readonly patches: boolean;
  /** What it leaves on the global object, if its modules are bundled or were imported and no module cache has it. */
  readonly mark?: string | symbol;
}

const AGENTS: readonly Agent[] = [
  { name: 'dd-trace', patches: true, mark: '_ddtrace' },
  { name: 'newrelic', patches: true },
  { name: 'elastic-apm-node', patches: true },
  { name: '@sentry/node', patches: false, mark: '__SENTRY__' },
];

/**
 * How an agent was found: its modules are there already, a flag of Node.js is going to load it, or the app loaded it
 * later.
 */
export type Presence = 'loaded before firstlight' | 'asked for by a flag' | 'loaded by the app';

export interface FoundAgent extends Agent {
  readonly presence: Presence;
}

export interface ProcessFacts {
  /** Files of the modules that are loaded. */
  readonly loaded: Iterable<string>;
  /** Flags of Node.js, from its command line and from NODE_OPTIONS. */
  readonly flags: readonly string[];
  readonly globals: object;
}

/** The agents that are in this process, or are about to be. */
export function findAgents({ loaded, flags, globals }: ProcessFacts): FoundAgent[] {
  const packages = new Set([...loaded].map(packageOf));
  const asked = new Set(
    flagValues(flags, PRELOAD).map((specifier) => packageOf(specifier) ?? specifierPackage(specifier)),
  );
  return AGENTS.flatMap((agent): FoundAgent[] => {
    if (packages.has(agent.name) || (agent.mark !== undefined && agent.mark in globals))
      return [{ ...agent, presence: 'loaded before firstlight' }];
    return asked.has(agent.name) ? [{ ...agent, presence: 'asked for by a flag' }] : [];
  });
}

/** The agent that a file belongs to. */
export function agentOf(file: string): Agent | undefined {
  const name = packageOf(file);
  return name === undefined ? undefined : AGENTS.find((agent) => agent.name === name);
}

/** The package that a file is in: what follows the last `node_modules`. */
export function packageOf(file: string): string | undefined {
  const at = Math.max(file.lastIndexOf('/node_modules/'), file.lastIndexOf('\\node_modules\\'));
  return at < 0 ? undefined : specifierPackage(file.slice(at + '/node_modules/'.length));
}

/** `dd-trace/init` is of `dd-trace`, `@sentry/node/preload` of `@sentry/node`. */
function specifierPackage(specifier: string): string {
  const [first = '', second = ''] = specifier.replaceAll('\\', '/').split('/', 2);
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** `--require`, `--import` and the older `--loader`. */
const PRELOAD = /^(?:-r|--require|--import|--loader|--experimental-loader)(?:=(.*))?$/;
