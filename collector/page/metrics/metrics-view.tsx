// Metrics as small charts.
import type { JSX } from 'preact';
import { Chart } from './chart';
import { usePolled } from '../polled';
import type { WireMetrics } from '../../viewer/wire';

export function MetricsView(): JSX.Element {
  const metrics = usePolled<WireMetrics>('/api/metrics');
  return (
    <section class="metrics" aria-label="Metrics" tabIndex={0}>
      {metrics === undefined ? (
        <p class="empty">Loading…</p>
      ) : metrics.charts.length === 0 ? (
        <p class="empty">
          No metric yet. Requests show here as they come; metrics of the process come once an interval.
        </p>
      ) : (
        <div class="charts">
          {metrics.charts.map((chart) => (
            <Chart key={chart.title} chart={chart} />
          ))}
        </div>
      )}
    </section>
  );
}
