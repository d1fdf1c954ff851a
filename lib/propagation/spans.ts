import { context, SpanStatusCode, trace, type Context, type Span, type SpanOptions } from '@opentelemetry/api';

/** The scope of the spans that are made here. */
export const TRACER = 'firstlight/propagation';

/**
 * Runs `fn` in a span that ends when it has returned, or when the promise that it returns has settled. What is thrown,
 * or rejected with, goes on.
 */
export function inSpan<T>(name: string, options: SpanOptions, fn: () => T, parent: Context = context.active()): T {
  const span = trace.getTracer(TRACER).startSpan(name, options, parent);
  try {
    const result = context.with(trace.setSpan(parent, span), fn);
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        span.end();
        return value;
      },
      (error: unknown) => {
        fail(span, error);
        throw error;
      },
    ) as T;
  } catch (error) {
    fail(span, error);
    throw error;
  }
}

function fail(span: Span, error: unknown): void {
  const { name, message } = error instanceof Error ? error : { name: '_OTHER', message: String(error) };
  span.setAttribute('error.type', name);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.recordException(error instanceof Error ? error : message);
  span.end();
}
