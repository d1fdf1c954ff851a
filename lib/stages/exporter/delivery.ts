import { codes } from '../../errors';
import { SIGNALS, type ExporterClient } from '../../export';
import { LOCAL } from '../../logger';
import type { Log } from '../log';

/**
 * Writes the outcome of all telemetry of the process at the end, in one debug line; it is no log record, or it would be
 * about itself.
 */
export function reportDelivery(exporter: ExporterClient, log: Log): void {
  if (exporter.isShared) return;
  const signals = SIGNALS.map((signal) => {
    const { made, sent, dropped, refused, retried, spooled } = exporter.counts(signal);
    return [
      signal,
      { made, sent, dropped: dropped + refused, retried, spooled, waiting: made - sent - dropped - refused },
    ] as const;
  });
  log.own(codes.FL_DELIVERY.level, codes.FL_DELIVERY.text, {
    code: 'FL_DELIVERY',
    ...Object.fromEntries(signals),
    [LOCAL]: true,
  });
}
