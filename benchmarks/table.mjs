// Markdown tables of medians, with the range that the runs had, and the ratios that the bench is about.

import { summary } from './statistics.mjs';
import { titleOf } from './subjects.mjs';

const number = (value, digits) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** "median (min–max)", or a dash where nothing was measured. */
export function cell(values, digits) {
  const found = summary(values);
  if (!found) return '–';
  if (found.runs === 1) return number(found.median, digits);
  return `${number(found.median, digits)} (${number(found.min, digits)}–${number(found.max, digits)})`;
}

export function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

function ratio(own, other, base) {
  const [a, b, zero] = [own, other, base].map((values) => (values ? summary(values)?.median : 0));
  const value = (a - zero) / (b - zero);
  return Number.isFinite(value) && b - zero > 0 ? `${number(value, 2)} ×` : '–';
}

/**
 * One table: a row for each subject of `cases`, a column for each of `columns`.
 * @param {{subject: string, runs: object[]}[]} cases
 * @param {{key: string, label: string, digits?: number, added?: boolean, against?: string[]}[]} columns `against`:
 *   subjects that get a column of ratios; `added`: the ratio to a peer is of what each adds over bare.
 */
export function subjectTable(cases, columns) {
  const valuesOf = (name, key) => cases.find(({ subject }) => subject === name)?.runs.map((run) => run[key]);
  const present = ({ key }) => cases.some(({ runs }) => runs.some((run) => run[key] !== undefined));
  const shown = columns.filter(present);
  const head = [''];
  for (const { label, against = [], added } of shown) {
    head.push(
      label,
      ...against.map((name) => (added && name !== 'bare' ? `added, of ${titleOf(name)}'s` : `of ${titleOf(name)}`)),
    );
  }
  const rows = cases.map(({ subject, runs }) => [
    titleOf(subject),
    ...shown.flatMap(({ key, digits = 0, added, against = [] }) => {
      const own = runs.map((run) => run[key]);
      const ratios = against.map((name) =>
        name === subject || (added && subject === 'bare')
          ? ''
          : ratio(own, valuesOf(name, key) ?? [], added && name !== 'bare' ? (valuesOf('bare', key) ?? []) : undefined),
      );
      return [cell(own, digits), ...ratios];
    }),
  ]);
  return markdown(head, rows);
}

/** Groups in the order in which they came. */
export const groupsOf = (cases) => [...new Set(cases.map(({ group }) => group))];
