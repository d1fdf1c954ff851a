// Which finding the reply to an export request is.
import type { OtlpTarget, Signal } from '../../../lib/config';
import { redact } from '../../../lib/config';
import { classifyExportError } from '../../../lib/export/otlp/classify-error';
import type { Finding } from '../finding';
import { found, type FindingId } from '../table';
import type { Reply } from './reply';

/** UNAUTHENTICATED, PERMISSION_DENIED, and their like over HTTP. */
const FORBIDDEN = new Set([7, 16, 401, 403, 407]);
const ACTIONS: Record<ReturnType<typeof classifyExportError>['action'], FindingId> = {
  retry: 'signal-unavailable',
  shrink: 'signal-refused',
  pause: 'signal-unimplemented',
  drop: 'signal-refused',
};

/** Clocks that differ by less do no harm that anyone would notice. */
const SKEW_MS = 5000;

export function signalFinding(
  signal: Signal,
  { url, protocol }: OtlpTarget,
  { code, message, foreign, ms }: Reply,
): Finding {
  const facts = { signal, protocol, ms: round(ms) };
  if (foreign !== undefined)
    return found('signal-not-otlp', `${signal}: a success ${foreign} (${protocol} to ${redact(url)})`, facts);
  if (code === 0) return found('signal-accepted', `${signal}, in ${round(ms)} ms`, facts);
  const { cause, action } = classifyExportError({ code, message });
  return found(
    FORBIDDEN.has(code) ? 'signal-forbidden' : ACTIONS[action],
    `${signal}: ${cause} (${protocol} to ${redact(url)})`,
    { ...facts, status: code },
  );
}

/** The difference of the clocks, if the reply has a date and it matters. @param at When the reply was complete. */
export function clockFinding({ date, ms }: Reply, at: number): Finding | undefined {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return undefined;
  // The header has whole seconds, and was written somewhere between request and reply.
  const skew = theirs + 500 - (at - ms / 2);
  if (Math.abs(skew) <= SKEW_MS + ms / 2) return undefined;
  const seconds = Math.round(skew / 1000);
  return found(
    'clock-skew',
    `the endpoint’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine’s`,
    { skew_seconds: seconds },
  );
}

export const round = (ms: number): number => Math.round(ms * 10) / 10;
