import type { Readable } from 'node:stream';

/** A JSON log line, as parsed. */
export type LogLine = Record<string, any>;

/** Collects what a stream prints and lets others wait for a line of it. */
export interface Output {
  text(): string;
  lines(): string[];
  /**
   * The first line that satisfies the predicate: printed already, or to come. Rejects when the stream ends without one.
   */
  waitFor(predicate: (line: string) => boolean): Promise<string>;
}

export function collectOutput(stream: Readable): Output {
  const chunks: Buffer[] = [];
  const waiting = new Set<() => void>();
  let ended = false;
  const text = () => Buffer.concat(chunks).toString('utf8');
  const lines = () =>
    text()
      .split('\n')
      .filter((line) => line !== '');
  // Only whole lines are looked at before the end: half a line could satisfy a predicate by accident.
  const whole = () => (ended ? lines() : text().split('\n').slice(0, -1));
  const tell = () => {
    for (const look of [...waiting]) look();
  };
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    tell();
  });
  stream.on('close', () => {
    ended = true;
    tell();
  });
  return {
    text,
    lines,
    waitFor: (predicate) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = whole().find(predicate);
          if (found === undefined && !ended) return;
          waiting.delete(look);
          if (found === undefined) reject(new Error(`the output ended without the line; it was:\n${text()}`));
          else resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The lines that are JSON objects; others (raw output, traces of a crash) are left out. */
export function jsonLines(text: string): LogLine[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      return [JSON.parse(line) as LogLine];
    } catch {
      return [];
    }
  });
}
