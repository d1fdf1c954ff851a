// What is held of each kind, how far back it reaches, and what was left out.
import type { JSX } from 'preact';
import { count, moment } from './format';
import type { WireCounts, WireHeld } from '../viewer/wire';

export function Held({ counts, file }: { counts: WireCounts; file: string | undefined }): JSX.Element {
  const kinds = [
    ['span', counts.spans],
    ['log line', counts.logs],
    ['metric series', counts.metrics],
  ] as const;
  return (
    <span class="held" title={file}>
      {kinds.map(([thing, held]) => (
        <Kind key={thing} thing={thing} held={held} />
      ))}
    </span>
  );
}

function Kind({ thing, held: { held, leftOut, sinceMs } }: { thing: string; held: WireHeld }): JSX.Element {
  const amount = thing.endsWith('s') ? `${held.toLocaleString('en')} ${thing}` : count(held, thing);
  return (
    <span class="kind">
      {amount}
      {sinceMs !== undefined && <span class="hint"> since {moment(sinceMs)}</span>}
      {leftOut > 0 && <span class="hint">, {leftOut.toLocaleString('en')} older left out</span>}
    </span>
  );
}
