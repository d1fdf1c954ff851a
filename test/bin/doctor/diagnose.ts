// Asks the built doctor, and checks its answer as a whole.
import assert from 'node:assert/strict';
import type { Finding } from '../../../bin/doctor/finding';
import type { FindingId } from '../../../bin/doctor/table';
import { temporaryFolder } from '../../support/folder';
import { runCli } from '../cli';

export type Reported = Finding<FindingId> & { docs: string };

export interface Diagnosis {
  code: number | null;
  verdict: string;
  findings: Reported[];
  ids: FindingId[];
  stdout: string;
}

/** Nothing is sent, so that a case about something else needs no endpoint. */
export const SENDS_NOTHING = {
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

const CODES = { fine: 0, warning: 1, broken: 2 } as const;

/** Runs the doctor in a folder of its own, and checks that exit code, verdict and severities agree. */
export async function diagnose(
  args: string[] = [],
  env: Record<string, string> = SENDS_NOTHING,
  cwd = temporaryFolder(),
): Promise<Diagnosis> {
  const { code, stdout, stderr } = await runCli(['doctor', '--json', ...args], { env, cwd });
  assert.equal(stderr, '');
  const { verdict, findings } = JSON.parse(stdout) as { verdict: keyof typeof CODES; findings: Reported[] };
  assert.equal(code, CODES[verdict], stdout);
  const severities = findings.map(({ severity }) => severity);
  assert.equal(verdict, severities.includes('broken') ? 'broken' : severities.includes('warning') ? 'warning' : 'fine');
  return { code, verdict, findings, ids: findings.map(({ id }) => id), stdout };
}

/** The one finding of that ID; its detail has to match. */
export function only({ findings }: Diagnosis, id: FindingId, detail?: RegExp): Reported {
  const mine = findings.filter((finding) => finding.id === id);
  assert.equal(
    mine.length,
    1,
    `${mine.length} findings ${id} among ${findings.map((finding) => finding.id).join(', ')}`,
  );
  if (detail) assert.match(mine[0]!.detail ?? '', detail);
  return mine[0]!;
}
