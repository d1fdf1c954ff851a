// A status line, shown while nothing else is printed. Only on a terminal, and only while no one else writes to the same
// one.
import type { Store } from '../../collector';
import { beforeWrites, writeText } from './output';
import { canRedraw, terminalColumns } from './terminal';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 120;
/** Back to the start of the line, and nothing of it left. */
const CLEAR = '\r\u001b[2K';

/** What a collector holds, or that it waits. */
export function holdings({ spans, logs, metrics }: Pick<Store, 'spans' | 'logs' | 'metrics'>): string {
  if (spans.length + logs.length + metrics.length === 0) return 'waiting for telemetry';
  return (
    `${spans.length.toLocaleString('en')} spans · ${logs.length.toLocaleString('en')} log lines · ` +
    `${metrics.length.toLocaleString('en')} ` +
    `metrics`
  );
}

/** Where the line is shown; all of it but in tests the process's own. */
export interface Screen {
  isThere(): boolean;
  columns(): number;
  write(text: string): void;
  /** Calls `clear` before anything else is written; returns the undo. */
  beforeWrites(clear: () => void): () => void;
}

const STDERR: Screen = {
  isThere: () => canRedraw(2),
  columns: () => terminalColumns(2),
  write: (text) => void writeText(2, text),
  beforeWrites,
};

/**
 * Shows a line on stderr until it is closed; does nothing if stderr is no terminal. It is gone before this process
 * writes anything else, and comes back by itself.
 * @returns The end of it.
 */
export function startProgress(say: () => string, screen: Screen = STDERR): () => void {
  if (!screen.isThere()) return () => {};
  let [frame, isShown] = [0, false];
  const clear = (): void => {
    if (!isShown) return;
    isShown = false;
    screen.write(CLEAR);
  };
  const timer = setInterval(() => {
    const before = isShown ? CLEAR : '';
    isShown = false;
    // A line that is wrapped could not be taken back.
    screen.write(before + `${FRAMES[frame++ % FRAMES.length]} ${say()}`.slice(0, screen.columns() - 1));
    isShown = true;
  }, FRAME_MS).unref();
  const forget = screen.beforeWrites(clear);
  return () => {
    clearInterval(timer);
    clear();
    forget();
  };
}
