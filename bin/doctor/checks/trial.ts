// The app itself, for a few seconds, with the doctor as its collector.
import { startCollector } from '../../../lib/collector';
import type { Finding } from '../finding';
import type { Scene } from '../scene';
import { runForAWhile } from '../trial/app';
import { trialEnvironment } from '../trial/environment';
import { countReceived } from '../trial/received';
import { judgeTrial } from '../trial/verdict';
import { startVisits } from '../trial/visits';

export interface TrialOptions {
  readonly command: readonly string[];
  readonly runMs: number;
  readonly graceMs: number;
  /** Asked for again and again while the app runs. */
  readonly url?: string | undefined;
}

export async function checkTrial(scene: Scene, { command, runMs, graceMs, url }: TrialOptions): Promise<Finding[]> {
  const {
    commandLine: { program, script },
    cwd,
    config,
  } = scene;
  const collector = await startCollector();
  const received = countReceived(collector.store);
  const visits = url === undefined ? undefined : startVisits(url);
  // A JavaScript file as the whole command runs with this Node.js.
  const words = command[0] === script ? [program, ...command] : command;
  const run = await runForAWhile({
    command: words,
    env: trialEnvironment(scene, collector.grpcPort),
    cwd,
    runMs,
    graceMs,
  });
  visits?.stop();
  const answers = visits?.answers ?? 0;
  await collector.close();
  return judgeTrial({ run, received, config, ...(url !== undefined && { visits: { url, answers } }) });
}
