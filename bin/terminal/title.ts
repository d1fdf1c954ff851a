// How it stands, in the title of the terminal's window or tab: beside a command that has the screen for itself, whose
// lines and cursor no one else may move.
import { writeText } from './output';
import { hasTitle } from './terminal';

const LOOK_MS = 250;
/**
 * The terminal keeps its title and gives it back: XTWINOPS 22 and 23 of
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html. What it does not know it leaves out.
 */
const [PUSH, POP] = ['\u001b[22;2t', '\u001b[23;2t'];
const titled = (text: string): string => `\u001b]2;${text}\u0007`;

/**
 * Says something in the terminal's title until it is closed, and again when it has changed; does nothing if stderr is
 * no terminal that has one.
 * @returns The end of it: the title that was there before is back.
 */
export function startTitle(say: () => string): () => void {
  if (!hasTitle(2)) return () => {};
  let shown = '';
  const show = (before = ''): void => {
    const text = say();
    // In one write: what the app writes cannot get between.
    if (text !== shown) writeText(2, before + titled(`firstlight: ${text}`));
    shown = text;
  };
  show(PUSH);
  const timer = setInterval(show, LOOK_MS).unref();
  return () => {
    clearInterval(timer);
    writeText(2, POP);
  };
}
