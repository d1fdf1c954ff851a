// Which time is looked at: all, the last minutes, or what was marked on a chart.
import type { JSX } from 'preact';
import { changed, go, type Address } from '../address';
import { moment } from '../format';
import { Select } from './select';

const LASTS = [
  ['', 'all time'],
  ['60', 'last minute'],
  ['300', 'last 5 minutes'],
  ['900', 'last 15 minutes'],
  ['3600', 'last hour'],
] as const;

export function TimeRange({ address }: { address: Address }): JSX.Element {
  const [from, to, last] = ['from', 'to', 'last'].map((name) => address.query.get(name) ?? undefined);
  if (from !== undefined || to !== undefined)
    return (
      <button
        type="button"
        class="range"
        aria-label="Time: all again"
        title="All time again"
        onClick={() => go(changed(address, { from: undefined, to: undefined, last: undefined }))}
      >
        {from === undefined ? '…' : moment(Number(from))} – {to === undefined ? 'now' : moment(Number(to))} ✕
      </button>
    );
  return (
    <Select
      label="Time"
      value={last ?? ''}
      options={LASTS}
      onChange={(value) => go(changed(address, { last: value || undefined }))}
    />
  );
}
