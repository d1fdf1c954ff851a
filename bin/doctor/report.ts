// The findings, for people and for machines.
import path from 'node:path';
import { SECTIONS, worst, type Finding, type Severity } from './finding';

const SIGNS: Record<Severity, string> = { fine: '✓', warning: '!', broken: '✗' };
const COLOURS: Record<Severity, number> = { fine: 32, warning: 33, broken: 31 };

export interface ReportOptions {
  readonly colour: boolean;
  /** firstlight's folder, in which the docs are. */
  readonly root: string;
  readonly cwd: string;
}

/** The section of the docs about a finding: a file of the package, and the anchor in it. */
export const docsOf = ({ id }: Finding): string => `docs/doctor.md#${id}`;

export function renderReport(findings: readonly Finding[], { colour, root, cwd }: ReportOptions): string {
  const paint = (text: string, code: number): string => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const folder = path.relative(cwd, root);
  // Finding the file should take no thought; far away from it the absolute path is easier.
  const link = (finding: Finding): string => path.join(folder.startsWith('..') ? root : folder, docsOf(finding));
  const entry = (finding: Finding): string[] => {
    const { severity, text, detail, remedy } = finding;
    const more = detail === undefined ? '' : `:${indented(detail)}`;
    const head = `  ${paint(SIGNS[severity], COLOURS[severity])} ${text}${more}`;
    if (severity === 'fine') return remedy === undefined ? [head] : [head, `      ${remedy}`];
    return [head, ...(remedy === undefined ? [] : [`      ${remedy}`]), `      ${paint(link(finding), 2)}`];
  };
  const sections = SECTIONS.map((section) => ({
    section,
    mine: findings.filter((finding) => finding.section === section),
  })).filter(({ mine }) => mine.length > 0);
  const texts = sections.map(({ section, mine }) => [paint(section, 1), ...mine.flatMap(entry)].join('\n'));
  return `${texts.join('\n\n')}\n\n${summary(findings)}\n`;
}

/** On the same line, or on lines of its own if it has several. */
function indented(detail: string): string {
  return `${detail.includes('\n') ? '\n      ' : ' '}${detail.replaceAll('\n', '\n      ')}`;
}

function summary(findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const [warnings, broken] = [count('warning'), count('broken')];
  const hint = findings.find((finding) => finding.hint !== undefined)?.hint;
  if (warnings + broken === 0) return hint === undefined ? 'All is well.' : `All is well. A hint: ${hint}.`;
  return [
    broken > 0 ? `${broken} broken` : '',
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** One document: the verdict, and each finding with the section of the docs about it. */
export const reportJson = (findings: readonly Finding[]): string =>
  `${JSON.stringify(
    { verdict: worst(findings), findings: findings.map((finding) => ({ ...finding, docs: docsOf(finding) })) },
    null,
    2,
  )}\n`;
