import { SIGNALS, type Notice, type Signal, type SignalTarget } from '../protocol';

/** The notice about an endpoint that did not answer before the process ended; `items` are lost. */
export function noAnswerNotice(
  targets: Partial<Record<Signal, SignalTarget>>,
  waitedMs: number,
  items: number,
): Notice {
  const signal = SIGNALS.find((each) => targets[each])!;
  return {
    code: 'FL_EXPORT_UNREACHABLE',
    signal,
    endpoint: targets[signal]!.url,
    cause: `no answer within ${waitedMs} ms at the end of the process`,
    ...(items > 0 && { items }),
  };
}
