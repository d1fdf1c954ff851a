// What the doctor finds. The table says what each finding means; a check adds what it saw.

/**
 * `fine` is how things are and how they should be; with a `warning` the app is traced, but not as someone expects;
 * `broken` is that nothing arrives or starts.
 */
export type Severity = 'fine' | 'warning' | 'broken';

/** The sections of the report, in its order. */
export const SECTIONS = ['Node.js', 'Start', 'Configuration', 'Endpoint', 'Packages', 'Trial run'] as const;
export type Section = (typeof SECTIONS)[number];

/** A row of the table. */
export interface FindingFacts {
  readonly section: Section;
  readonly severity: Severity;
  /** What it means, as a sentence without its full stop. */
  readonly text: string;
  /** What to do about it; absent if nothing has to be done. */
  readonly remedy?: string;
  /** What a person may do next although all is well: the last line of the report. */
  readonly hint?: string;
}

/** A finding as it is reported. */
export interface Finding<Id extends string = string> extends FindingFacts {
  /** Stable, and the anchor of its section in docs/doctor.md. */
  readonly id: Id;
  /** What exactly was seen: the thing, what was expected, what arrived. Never a secret. */
  readonly detail?: string;
  /** The same for machines. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** The worst of some findings. */
export function worst(findings: readonly { readonly severity: Severity }[]): Severity {
  const has = (severity: Severity): boolean => findings.some((finding) => finding.severity === severity);
  return has('broken') ? 'broken' : has('warning') ? 'warning' : 'fine';
}
