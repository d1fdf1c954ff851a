import * as timers from 'node:timers';
import { isMainThread, BroadcastChannel, MessageChannel } from 'node:worker_threads';
import { applyRemote, describe, redact, type Config, type RemoteSettings } from '../config';
import { codes } from '../errors';
import {
  ASK,
  findExporterHandle,
  opampChannelName,
  type OpampCommand,
  type OpampRequest,
  type OpampSetup,
} from '../export';
import type { LoggerLevels } from '../logger';
import type { RuntimeControl, Telemetry } from '../telemetry';
import { filesOf } from './exporter/files';
import type { Log } from './log';

// Taken at load: the app's tests may put fakes in their place.
const { setImmediate, clearImmediate } = timers;

/** Remote configuration of this thread. */
export interface Remote {
  /** For the exporter thread. Undefined in a worker thread: its process asks, and it follows. */
  readonly setup: OpampSetup | undefined;
  /** Begins to follow what the server says. */
  follow(loggerLevels: LoggerLevels, telemetry: Telemetry | undefined): void;
  close(): void;
}

/** What names a process among others; the rest describes it. */
const IDENTIFYING = /^(?:service\.|deployment\.environment)/;

/** Prepares to follow an OpAMP server: nothing is asked before `follow`. */
export function openRemote(config: Config, log: Log, control: RuntimeControl): Remote {
  let applied = config;
  let levels: LoggerLevels | undefined;
  const apply = (settings: RemoteSettings): readonly string[] => {
    try {
      const wanted = applyRemote(config, settings);
      const faults = 'faults' in wanted ? wanted.faults : control.apply(wanted.config);
      if ('faults' in wanted || faults.length > 0) return faults;
      const { LOG_LEVEL: level, FIRSTLIGHT_LOG_LEVELS: rules } = wanted.config;
      if (level !== applied.LOG_LEVEL || rules !== applied.FIRSTLIGHT_LOG_LEVELS) levels?.configure(level, rules);
      applied = wanted.config;
      return [];
    } catch (error) {
      return [`it cannot be applied (${(error as Error)?.message ?? String(error)})`];
    }
  };
  return isMainThread
    ? openMain(
        config,
        log,
        apply,
        () => applied,
        (given) => (levels = given),
      )
    : openWorker(apply, (given) => (levels = given));
}

function openMain(
  config: Config,
  log: Log,
  apply: (settings: RemoteSettings) => readonly string[],
  current: () => Config,
  use: (levels: LoggerLevels) => void,
): Remote {
  const { port1: port, port2: far } = new MessageChannel();
  const post = (command: OpampCommand): void => port.postMessage(command);
  let sampler: RemoteSettings['sampler'];
  let waiting: NodeJS.Immediate | undefined;
  const effective = (): string => effectiveConfig(current(), sampler);
  const receive = ({ id, settings }: OpampRequest): void => {
    const faults = apply(settings);
    if (faults.length === 0) {
      ({ sampler } = settings);
      const { level, text } = codes.FL_OPAMP_APPLIED;
      log.own(level, text, { code: 'FL_OPAMP_APPLIED', ...shown(settings) });
    }
    post({ kind: 'outcome', id, faults, effective: effective() });
  };
  const { OTEL_EXPORTER_OTLP_CERTIFICATE: certificate, OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: clientCertificate } =
    config;
  const files = { certificate, clientCertificate, clientKey: config.OTEL_EXPORTER_OTLP_CLIENT_KEY };
  return {
    setup: {
      port: far,
      intervalMs: config.FIRSTLIGHT_OPAMP_INTERVAL_MS,
      target: {
        url: config.FIRSTLIGHT_OPAMP_ENDPOINT!,
        headers: config.FIRSTLIGHT_OPAMP_HEADERS ?? {},
        ...files,
        files: filesOf(files),
      },
    },
    follow(levels, telemetry) {
      use(levels);
      port.on('message', (request: OpampRequest) => log.guard('remote configuration', () => receive(request)));
      port.unref();
      const start = (attributes: Readonly<Record<string, unknown>>): void => {
        const entries = Object.entries(attributes);
        post({
          kind: 'start',
          identifying: Object.fromEntries(entries.filter(([name]) => IDENTIFYING.test(name))),
          other: Object.fromEntries(entries.filter(([name]) => !IDENTIFYING.test(name))),
          effective: effective(),
        });
      };
      // The app's first line does not wait for it.
      waiting = setImmediate(() => {
        void telemetry?.described().then((attributes) => log.guard('remote configuration', () => start(attributes)));
      }).unref();
    },
    close() {
      clearImmediate(waiting);
      port.close();
    },
  };
}

/** A worker thread hears what the main thread of its process has applied. */
function openWorker(
  apply: (settings: RemoteSettings) => readonly string[],
  use: (levels: LoggerLevels) => void,
): Remote {
  let channel: BroadcastChannel | undefined;
  return {
    setup: undefined,
    follow(levels) {
      use(levels);
      const handle = findExporterHandle();
      if (!handle) return;
      channel = new BroadcastChannel(opampChannelName(handle.name));
      channel.onmessage = (event) => {
        const { data } = event as { data: RemoteSettings | typeof ASK };
        if (data !== ASK) apply(data);
      };
      channel.unref();
      channel.postMessage(ASK);
    },
    close: () => channel?.close(),
  };
}

/** What was wanted, without secrets. */
const shown = ({ variables, sampler }: RemoteSettings): Record<string, unknown> => ({
  variables: Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, redact(text)])),
  ...(sampler && { sampler }),
});

/** All variables with a value, without secrets, as JSON. */
function effectiveConfig(config: Config, sampler: RemoteSettings['sampler']): string {
  const variables = describe(config).flatMap(({ variable, value }) => (value === '' ? [] : [[variable, value]]));
  return JSON.stringify({ ...Object.fromEntries(variables), ...(sampler && { sampler }) });
}
