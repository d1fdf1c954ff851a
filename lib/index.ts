/**
 * The public API, for apps that want more than they get without asking. Every function is harmless without the preload: the logger then writes
 * the same lines, the tracer is OpenTelemetry's (which does nothing until an SDK is there), there is no request ID and no user to set.
 */
import type { Tracer } from '@opentelemetry/api';
import type { Logger } from 'winston';
import { publishedApi } from './stages/api';
import { standaloneLogger } from './stages/standalone';

/** A winston logger that writes firstlight's lines. `name` becomes the field `logger` of its lines. */
export function getLogger(name?: string): Logger {
  return publishedApi()?.getLogger(name) ?? standaloneLogger(name);
}

/** An OpenTelemetry tracer. `name` defaults to `app`: it says which part of the app made a span. */
export function getTracer(name = 'app', version?: string): Tracer {
  const published = publishedApi();
  if (published) return published.getTracer(name, version);
  return (require('@opentelemetry/api') as typeof import('@opentelemetry/api')).trace.getTracer(name, version);
}

/** The ID of the request that the running code serves; undefined outside of any request. */
export function getRequestId(): string | undefined {
  return publishedApi()?.getRequestId();
}

/**
 * Names the user of the current request, for its end line and its server span. Outside a request it does nothing.
 * @param id A string or whole number; at most 128 characters are kept.
 */
export function setUser(id: string | number): void {
  publishedApi()?.setUser(id);
}
