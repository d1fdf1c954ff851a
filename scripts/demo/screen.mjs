// What the demo's output looks like: headings that say what one sees, ticks, quiet asides. Colour only for a terminal.
const colours = process.env.FORCE_COLOR
  ? process.env.FORCE_COLOR !== '0'
  : Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : String(text));

export const bold = paint('1');
export const quiet = paint('2');
export const green = paint('32');
export const yellow = paint('33');
export const cyan = paint('36');
export const coloured = colours;
/** What is left of a line once it is indented. */
export const columns = Math.max(80, (process.stdout.columns ?? 120) - 3);

const say = (text = '') => process.stdout.write(`${text}\n`);

/** The first words. */
export function title(name, sentence) {
  say(`\n${bold(name)}\n${quiet(sentence)}`);
}

let chapter = 0;
/** A numbered heading with space above it, and a sentence below it that says what one is about to see. */
export function heading(title, explanation) {
  chapter += 1;
  say(`\n${cyan(`${chapter}.`)} ${bold(title)}`);
  if (explanation) say(`   ${quiet(explanation)}`);
  say();
}

/** Something that takes its time: on a terminal the words stay until the tick replaces them. */
export const working = (text) => void (process.stdout.isTTY && process.stdout.write(`   ${quiet(`… ${text}`)}`));
const startOfLine = process.stdout.isTTY ? '\r\x1b[2K' : '';

/** Something that is in place. */
export const done = (text, aside = '') =>
  say(`${startOfLine}   ${green('✓')} ${aside ? `${text.padEnd(11)} ${quiet(aside)}` : text}`);
/** Something that is not there, and what follows from it. */
export const missing = (text) => say(`   ${yellow('–')} ${text}`);
/** Plain text, indented like everything else. */
export const text = (value = '') =>
  say(
    value
      .split('\n')
      .map((line) => line && `   ${line}`)
      .join('\n'),
  );

/** One JSON log line as the app wrote it, not indented so that it can be copied; the IDs stand out. */
export function logLine(line) {
  say(
    colours
      ? line.replace(
          /"(request_id|trace_id)":"([^"]*)"/g,
          (_, key, id) => `"${key}":"${key === 'request_id' ? green(id) : cyan(id)}"`,
        )
      : line,
  );
}

/** The demo could not show what it promises: one clear sentence, and the facts below it. */
export function failure(sentence, details = '') {
  process.stderr.write(`\n${yellow('The demo stopped:')} ${sentence}\n${details && `\n${details.trimEnd()}\n`}`);
}
