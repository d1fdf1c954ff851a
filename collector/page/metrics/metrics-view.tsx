// Metrics as small charts: those that are chosen, or the first ones.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { changed, fragmentOf, go, questionOf, type Address } from '../address';
import { TimeRange } from '../parts/time-range';
import { addressOf, usePolled } from '../polled';
import { Chart } from './chart';
import type { WireMetrics } from '../../viewer/wire';

export function MetricsView({ address }: { address: Address }): JSX.Element {
  const chosen = address.query.getAll('metric');
  const { last, from, to } = questionOf(address);
  const path = addressOf('/api/metrics', { last, from, to });
  const more = chosen.map((name) => `metric=${encodeURIComponent(name)}`).join('&');
  const metrics = usePolled<WireMetrics>(more === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${more}`);
  return (
    <section class="metrics" aria-label="Metrics" tabIndex={0}>
      <div class="filters">
        <TimeRange address={address} />
        {metrics !== undefined && metrics.names.length > 0 && (
          <Picker names={metrics.names} chosen={chosen} address={address} />
        )}
      </div>
      {metrics === undefined ? (
        <p class="empty">Loading…</p>
      ) : metrics.charts.length === 0 ? (
        <p class="empty">
          No metric yet. Requests show here as they come; metrics of the process come once an interval.
        </p>
      ) : (
        <div class="charts">
          {metrics.charts.map((chart) => (
            <Chart
              key={chart.title}
              chart={chart}
              onRange={(fromMs, toMs) =>
                go(changed(address, { last: undefined, from: String(Math.floor(fromMs)), to: String(Math.ceil(toMs)) }))
              }
            />
          ))}
        </div>
      )}
    </section>
  );
}

interface PickerProps {
  names: WireMetrics['names'];
  chosen: readonly string[];
  address: Address;
}

/** Which metrics have a chart. */
function Picker({ names, chosen, address }: PickerProps): JSX.Element {
  const [text, setText] = useState('');
  const choose = (metrics: readonly string[]): void => {
    const { last, from, to } = questionOf(address);
    const fragment = fragmentOf('metrics', undefined, { last, from, to });
    const query = metrics.map((name) => `metric=${encodeURIComponent(name)}`).join('&');
    go(query === '' ? fragment : `${fragment}${fragment.includes('?') ? '&' : '?'}${query}`);
  };
  const shown = names.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return (
    <details class="picker">
      <summary>
        {chosen.length > 0
          ? `${chosen.length} of ${names.length} metrics`
          : `${names.filter(({ isShown }) => isShown).length} of ${names.length} other metrics`}
      </summary>
      <div class="picker-box">
        <input
          type="search"
          aria-label="Search metrics"
          placeholder="Search metrics"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        {chosen.length > 0 && (
          <button type="button" onClick={() => choose([])}>
            As at first
          </button>
        )}
        <ul>
          {shown.map(({ name }) => (
            <li key={name}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={chosen.includes(name)}
                  onChange={() =>
                    choose(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])
                  }
                />{' '}
                <bdi>{name}</bdi>
              </label>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
