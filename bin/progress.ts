// A line that says how it stands while nothing else is to be said. Only on a terminal, and only where no app writes to the same one.
import { isatty } from 'node:tty';
import type { Store } from '../lib/collector';
import { writeText } from './output';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 120;
/** Back to the start of the line, and nothing of it left. */
const CLEAR = '\r\u001b[2K';

export interface Progress {
  /** Takes the line away, before something is printed; it comes back by itself. */
  clear(): void;
  close(): void;
}

/** The text of the line. */
export function progressText({ spans, logs, metrics }: Pick<Store, 'spans' | 'logs' | 'metrics'>, frame: number): string {
  const held = spans.length + logs.length + metrics.length === 0
    ? 'waiting for telemetry'
    : `${spans.length.toLocaleString('en')} spans · ${logs.length.toLocaleString('en')} log lines · ${metrics.length.toLocaleString('en')} metrics`;
  return `${FRAMES[frame % FRAMES.length]} ${held}`;
}

/** Shows the line on stderr until it is closed; does nothing where stderr is no terminal. */
export function startProgress(store: Store, isOn: boolean, terminal: (fd: number) => boolean = isatty, write: (text: string) => void = (text) => void writeText(2, text)): Progress {
  if (!isOn || !terminal(2)) return { clear: () => {}, close: () => {} };
  let frame = 0;
  const timer = setInterval(() => write(`${CLEAR}${progressText(store, frame++)}`), FRAME_MS).unref();
  return {
    clear: () => write(CLEAR),
    close() {
      clearInterval(timer);
      write(CLEAR);
    },
  };
}
