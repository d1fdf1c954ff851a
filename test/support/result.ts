import type { RunResult } from './app';

/** Runs assertions on a result; when one fails, what the process printed is part of the message. */
export function explain<T>(result: RunResult, assertions: (result: RunResult) => T): T {
  try {
    return assertions(result);
  } catch (error) {
    // What the runner prints of an error is its stack, which has the message as it was when the error was made.
    if (error instanceof Error) {
      const described = `${error.message}\n\n${describeResult(result)}`;
      error.stack = error.stack?.replace(error.message, () => described);
      error.message = described;
    }
    throw error;
  }
}

/** A process as text: how it ended, what it printed, what it sent. */
export function describeResult(result: RunResult): string {
  return [
    `exit code ${result.code}, signal ${result.signal}`,
    `--- stdout\n${result.stdout}`,
    `--- stderr\n${result.stderr}`,
    `--- ${result.spans.length} spans: ${result.spans.map((span) => `${span.kind} ${span.name} (${span.spanId} < ${span.parentSpanId ?? 'none'}, ${span.scope.name})`).join('; ')}`,
    `--- ${result.logs.length} log records, ${result.metrics.length} metrics`,
  ].join('\n');
}
