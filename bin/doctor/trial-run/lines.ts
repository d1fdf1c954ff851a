// The app's output, read back.

/** A JSON line of firstlight's log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly trace_flags?: string;
  readonly code?: string;
  /** How much was lost, on the lines that say so. */
  readonly items?: number;
  readonly dropped?: number;
}

/** The log lines among the lines of an output. */
export function logLines(output: string): LogLine[] {
  return output.split('\n').flatMap((text) => {
    if (!text.startsWith('{')) return [];
    try {
      const line = JSON.parse(text) as LogLine;
      return typeof line.level === 'string' && typeof line.message === 'string' ? [line] : [];
    } catch {
      return [];
    }
  });
}

/** Lines that firstlight wrote about itself. */
export const ownLines = (lines: readonly LogLine[]): LogLine[] =>
  lines.filter(({ code }) => typeof code === 'string' && code.startsWith('FL_'));
