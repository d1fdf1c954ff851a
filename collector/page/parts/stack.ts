// Stacks of errors.

const FRAME = /^\s+at /;
const FOREIGN = /node_modules|\(node:|at node:|\(internal\//;

/** The frames of the app, before those of libraries and of Node.js. */
export function appFirst(stack: string): string {
  const lines = stack.split('\n');
  const first = lines.findIndex((line) => FRAME.test(line));
  if (first < 0) return stack;
  let end = first;
  while (end < lines.length && FRAME.test(lines[end]!)) end++;
  const frames = lines.slice(first, end);
  const own = frames.filter((line) => !FOREIGN.test(line));
  const foreign = frames.filter((line) => FOREIGN.test(line));
  if (own.length === 0 || foreign.length === 0) return stack;
  return [...lines.slice(0, first), ...own, '    – libraries and Node.js:', ...foreign, ...lines.slice(end)].join('\n');
}
