// Reads a stream of an app: counts its lines, keeps its head for markers and error messages.

const KEPT = 16_384;

/** Counts the newlines of a chunk. */
export function countLines(chunk) {
  let lines = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/**
 * Watches `stream` from now on; counts its lines unless `isCounted` is false. `find(text)` resolves with
 * performance.now() of the chunk that completed `text` in the stream's head.
 */
export function watchOutput(stream, isCounted = true) {
  const output = { lines: 0, head: '' };
  const wanted = [];
  stream?.on('data', (chunk) => {
    const now = performance.now();
    if (isCounted) output.lines += countLines(chunk);
    if (output.head.length >= KEPT) return;
    output.head += chunk;
    for (const { text, resolve } of wanted) if (output.head.includes(text)) resolve(now);
  });
  output.find = (text) =>
    new Promise((resolve) => {
      if (output.head.includes(text)) resolve(performance.now());
      else wanted.push({ text, resolve });
    });
  output.end = new Promise((resolve) => {
    if (stream) stream.once('close', resolve);
    else resolve();
  });
  return output;
}
