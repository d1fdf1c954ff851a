// The environment of an app under `firstlight dev`: the preload, and an endpoint on this machine.

export interface AppEnvironment {
  env: NodeJS.ProcessEnv;
  /** Variables of the user that do not apply in this run, because traces come here. */
  setAside: string[];
}

/** What says where telemetry goes and how; compression, sampling and the rest stay the user's. */
const WHERETO = new RegExp(
  '^OTEL_EXPORTER_(?:OTLP_)?(?:TRACES_|METRICS_|LOGS_)?' +
    '(?:ENDPOINT|PROTOCOL|HEADERS|CERTIFICATE|CLIENT_CERTIFICATE|CLIENT_KEY|INSECURE)$',
  'i',
);

/**
 * Spans leave the app within this time, so that a trace is seen soon after its request. A value of the user's stays.
 */
const BATCH_DELAY_MS = '200';

/** Metrics are drawn as they come: once a minute would look like a broken chart. */
const METRIC_INTERVAL_MS = '3000';

/**
 * Makes the app's environment from the user's.
 *
 * @param registerUrl The preload as a file URL; URLs have neither spaces nor quotes, which NODE_OPTIONS would need
 *   escaped.
 * @param onTerminal Whether a person reads what the app writes: its lines are for people then, unless LOG_FORMAT is
 *   set.
 */
export function appEnvironment(
  user: NodeJS.ProcessEnv,
  registerUrl: string,
  grpcPort: number,
  onTerminal = false,
): AppEnvironment {
  const setAside = Object.keys(user).filter((name) => WHERETO.test(name) && user[name] !== '');
  const env: NodeJS.ProcessEnv = Object.fromEntries(Object.entries(user).filter(([name]) => !WHERETO.test(name)));
  const ours: Record<string, string> = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${grpcPort}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    ...(!user.OTEL_BSP_SCHEDULE_DELAY && { OTEL_BSP_SCHEDULE_DELAY: BATCH_DELAY_MS }),
    ...(onTerminal && !user.LOG_FORMAT && { LOG_FORMAT: 'console' }),
    // An export cannot take longer than the interval: setting one of the two decides both.
    ...(!user.OTEL_METRIC_EXPORT_INTERVAL &&
      !user.OTEL_METRIC_EXPORT_TIMEOUT && {
        OTEL_METRIC_EXPORT_INTERVAL: METRIC_INTERVAL_MS,
        OTEL_METRIC_EXPORT_TIMEOUT: METRIC_INTERVAL_MS,
      }),
  };
  Object.assign(env, ours, { FIRSTLIGHT_OVERRIDES: Object.keys(ours).join(',') });
  env.NODE_OPTIONS = withPreload(user.NODE_OPTIONS, registerUrl);
  return { env, setAside };
}

/** Ours comes first, so that the user's own preloads are traced too. */
function withPreload(options: string | undefined, registerUrl: string): string {
  if (options?.includes(registerUrl)) return options;
  return `--import=${registerUrl}${options ? ` ${options}` : ''}`;
}
