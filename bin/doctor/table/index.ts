// The one table of the doctor's findings. docs/doctor.md is generated from it: a finding's ID is the anchor of its
// section there.
import type { Finding, FindingFacts } from '../finding';
import { configurationFindings, endpointFindings } from './configuration';
import { packageFindings, trialFindings } from './packages';
import { startFindings } from './start';

export const findings = {
  ...startFindings,
  ...configurationFindings,
  ...endpointFindings,
  ...packageFindings,
  ...trialFindings,
} as const;

export type FindingId = keyof typeof findings;

/**
 * Makes a finding of the table.
 *
 * @param detail What exactly was seen, for people. Never a secret.
 * @param facts The same for machines.
 */
export function found(id: FindingId, detail?: string, facts?: Record<string, unknown>): Finding<FindingId> {
  return {
    id,
    ...(findings[id] as FindingFacts),
    ...(detail !== undefined && { detail }),
    ...(facts && { facts }),
  };
}
