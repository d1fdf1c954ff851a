// The app itself, for a few seconds, with the doctor as its collector.
import { startCollector } from '../../../collector';
import type { Finding } from '../finding';
import type { DoctorContext } from '../context';
import { runForAWhile } from '../trial-run/app';
import { trialEnvironment } from '../trial-run/environment';
import { countReceived } from '../trial-run/received';
import { findingsOfTrialRun } from '../trial-run/findings';
import { startLoad } from '../trial-run/load';

export interface TrialOptions {
  readonly command: readonly string[];
  readonly runMs: number;
  readonly graceMs: number;
  /** Asked for again and again while the app runs. */
  readonly url?: string | undefined;
}

export async function checkTrial(
  context: DoctorContext,
  { command, runMs, graceMs, url }: TrialOptions,
): Promise<Finding[]> {
  const {
    commandLine: { program, script },
    cwd,
    config,
  } = context;
  const collector = await startCollector();
  const received = countReceived(collector.store);
  const load = url === undefined ? undefined : startLoad(url);
  // A JavaScript file as the whole command runs with this Node.js.
  const words = command[0] === script ? [program, ...command] : command;
  const run = await runForAWhile({
    command: words,
    env: trialEnvironment(context, collector.grpcPort),
    cwd,
    runMs,
    graceMs,
  });
  load?.stop();
  const answers = load?.answers ?? 0;
  await collector.close();
  return findingsOfTrialRun({ run, received, config, ...(url !== undefined && { load: { url, answers } }) });
}
