import { context, diag, metrics, propagation, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';

/** Where every copy of @opentelemetry/api 1.x keeps what was registered, and finds it. */
const KEY = Symbol.for('opentelemetry.js.api.1');

interface Registered {
  version?: string;
  trace?: unknown;
  [api: string]: unknown;
}

const holder = globalThis as { [KEY]?: Registered };

/** Whether some SDK has registered its tracer provider in this thread. */
export const isSdkRegistered = (): boolean => holder[KEY]?.trace !== undefined;

/**
 * Clears the way for a registration. Code that has called any setter of another version of the api before, even for
 * diagnostics, has fixed the version: registering with another one fails. So what is there is put aside, as long as no
 * SDK is among it; what the registration leaves free gets its old place back by the function that is returned.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
export function setAsideExistingApi(): () => void {
  const earlier = holder[KEY];
  if (!earlier || earlier.trace !== undefined) return () => {};
  delete holder[KEY];
  return () => {
    holder[KEY] = { ...earlier, ...holder[KEY] };
  };
}

/**
 * An app's own @opentelemetry/api accepts the registered one only at an equal or newer minor version: an app with api
 * 1.10 would record nothing, in silence. The interfaces of 1.x are compatible, so the registration says 1.10. The logs
 * API, which is a part of the api from 1.10 on, and before it the package api-logs, with a global of its own, is
 * registered in both places.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/semver.ts
 */
export function admitNewerApi(): void {
  const registered = holder[KEY];
  if (!registered?.version?.startsWith('1.9.')) return;
  registered.version = '1.10.0';
  registered.logs ??= logs.getLoggerProvider();
}

/** Takes what was registered back: spans, metrics and records of the app are no-ops from here on. */
export function unregisterSdk(): void {
  for (const api of [trace, context, propagation, metrics, logs, diag]) api.disable();
  delete holder[KEY];
}
