const TARGET = 480; // characters: a few sentences, enough to answer from

/**
 * Cuts a text into passages: whole paragraphs, short neighbours joined until a passage is about 480 characters long.
 */
export function passagesOf(text) {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
  const passages = [];
  for (const paragraph of paragraphs) {
    const last = passages.at(-1);
    if (last !== undefined && last.length + paragraph.length < TARGET)
      passages[passages.length - 1] = `${last} ${paragraph}`;
    else passages.push(paragraph);
  }
  return passages;
}
