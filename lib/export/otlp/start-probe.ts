import { SIGNALS, type Notice, type ThreadSetup } from '../protocol';
import { probeCollector } from './probe';

export interface ProbeEvents {
  readonly connected: () => void;
  readonly failed: () => void;
  readonly notice: (notice: Notice) => void;
  /** How long a connection took, in ms. */
  readonly roundTrip: (ms: number) => void;
}

/** Probes the endpoint of the first signal that has one, and reports if it cannot be reached. */
export function startProbe(
  targets: ThreadSetup['targets'],
  { connected, failed, notice, roundTrip }: ProbeEvents,
): void {
  const signal = SIGNALS.find((each) => targets[each]);
  if (!signal) return;
  const target = targets[signal]!;
  probeCollector(
    target,
    (error) => {
      if (!error) return connected();
      failed();
      notice({
        code: 'FL_EXPORT_UNREACHABLE',
        signal,
        endpoint: target.url,
        cause: error.message || String(error),
      });
    },
    roundTrip,
  );
}
