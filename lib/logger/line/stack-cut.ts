const FRAME = /^\s+at /;
/** Frames of Node's own code and of packages, firstlight among them. */
const FOREIGN = /\((?:node:|internal\/)|\bat (?:async )?node:|[/\\]node_modules[/\\]/;
/** The path of firstlight's bundle, in a checkout as well. */
const OWN = __dirname;

/**
 * A text with stacks in it, of which only the frames of the app's own files are left, with a count of the others. One
 * without such frames stays whole.
 */
export function cutStacks(text: string): string {
  if (!text.includes('\n')) return text;
  const kept: string[] = [];
  let frames: string[] = [];
  const close = (): void => {
    const own = frames.filter((line) => !FOREIGN.test(line) && !line.includes(OWN));
    const cut = frames.length - own.length;
    if (own.length === 0 || cut === 0) kept.push(...frames);
    else kept.push(...own, `${/^\s*/.exec(own[0]!)![0]}… ${cut} more`);
    frames = [];
  };
  for (const line of text.split('\n')) {
    if (FRAME.test(line)) {
      frames.push(line);
      continue;
    }
    close();
    kept.push(line);
  }
  close();
  return kept.join('\n');
}
