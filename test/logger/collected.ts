import { createLogger, type Ids, type LoggerOptions, type Output, type StreamName } from '../../lib/logger';

export interface Written {
  readonly stream: StreamName;
  readonly line: string;
  readonly level?: string;
}

/** An output that keeps what it is given. */
export function collectOutput(): Output & { readonly written: Written[] } {
  const written: Written[] = [];
  return {
    written,
    dropped: 0,
    write: (stream, line, level) => void written.push({ stream, line, level }),
    flush: () => undefined,
    drain: () => undefined,
    settle: () => undefined,
    close: () => undefined,
  };
}

/** A logger and the lines it wrote, parsed. */
export function collect(options: Partial<LoggerOptions> = {}, ids: Ids = {}) {
  const output = collectOutput();
  const logger = createLogger({ format: 'json', level: 'silly', output, ids: () => ids, ...options });

  const lines = () => output.written.map(({ line }) => JSON.parse(line) as Record<string, any>);
  return { logger, output, lines };
}
