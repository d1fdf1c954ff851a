import type { RunResult } from './app';

/** Runs assertions on a result; when one fails, what the process printed is part of the message. */
export function explain<R extends RunResult, T>(result: R, assertions: (result: R) => T): T {
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
    `--- stderr\n${shortened(result.stderr)}`,
    `--- stdout\n${shortened(result.stdout)}`,
    `--- ${result.spans.length} spans: ${result.spans
      .slice(0, 100)
      .map((span) => `${span.kind} ${span.name} (${span.spanId} < ${span.parentSpanId ?? 'none'}, ${span.scope.name})`)
      .join('; ')}`,
    `--- ${result.logs.length} log records, ${result.metrics.length} metrics`,
  ].join('\n');
}

/** The beginning and the end: the runner cuts long messages itself, and then it is the end that is missing. */
function shortened(text: string, most = 6_000): string {
  return text.length <= most
    ? text
    : `${text.slice(0, most / 2)}\n… ${text.length - most} characters …\n${text.slice(-most / 2)}`;
}
