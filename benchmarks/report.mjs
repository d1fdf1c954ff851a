// Turns results into Markdown: for the terminal, and between the markers of docs/benchmarks.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { PARTS } from './parts.mjs';

const file = new URL('../docs/benchmarks.md', import.meta.url);
const START = '<!-- figures: start (npm run bench) -->';
const END = '<!-- figures: end -->';

function provenance({ runs, date, seconds, machine, packages, protocol, quick, profiled, part }) {
  const versions = Object.entries(packages)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  const warning = quick || profiled ? 'These figures mean nothing: the run was quick or profiled. ' : '';
  return (
    `${warning}Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ` +
    `${machine.system}; load average before the run ${machine.loadBefore}. ` +
    `Medians (min–max) of ${runs} interleaved run${runs === 1 ? '' : 's'}, OTLP over ${protocol}, ${date}, ${seconds} ` +
    `s: \`npm run bench -- ${part}\`. ${versions}.`
  );
}

/** One part's result as Markdown. */
export function renderResult(result) {
  const part = PARTS.find(({ name }) => name === result.part);
  return [
    `### ${part.title}, Node ${result.machine.node.split('.')[0].slice(1)}`,
    part.tables(result.cases),
    provenance(result),
  ].join('\n\n');
}

/** Everything between the markers. */
export function renderResults(results) {
  const sections = PARTS.filter(({ name }) => results[name]).map((part) => {
    const lines = Object.keys(results[part.name]).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
    return [
      `## ${part.title}`,
      part.about,
      ...lines.map((line) => renderResult(results[part.name][line])),
      ...(part.notes ?? []).map((note) => `- ${note}`),
    ]
      .join('\n\n')
      .replaceAll(/\n\n- /g, '\n- ')
      .replace('\n- ', '\n\n- ');
  });
  return sections.join('\n\n') || 'No full run has been kept yet.';
}

/** `text` with the figures of `results` between its markers. Throws Error where the markers are missing. */
export function fillDocs(text, results) {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start === -1 || end < start)
    throw new Error('docs/benchmarks.md: expected the markers of the figures, found none');
  return `${text.slice(0, start + START.length)}\n\n${renderResults(results)}\n\n${text.slice(end)}`;
}

/** Writes docs/benchmarks.md from `results`. */
export function writeDocs(results) {
  writeFileSync(file, fillDocs(readFileSync(file, 'utf8'), results));
}
