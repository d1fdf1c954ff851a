// One chart over time, with its newest values as text.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { bytes, clock, duration, number } from '../format';
import { onColours } from '../theme';
import type { WireChart } from '../../viewer/wire';

const HEIGHT = 150;
/** Steps of the axes: of time, and of bytes. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
const POWERS = Array.from({ length: 45 }, (_, power) => 2 ** power);

interface ChartProps {
  chart: WireChart;
  /** A time was marked, in milliseconds since the epoch. */
  onRange(fromMs: number, toMs: number): void;
}

export function Chart({ chart, onRange }: ChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(onRange);
  latest.current = onRange;
  const plot = useRef<uPlot | undefined>(undefined);
  const shape = JSON.stringify([chart.unit, chart.series.map(({ label }) => label)]);
  useEffect(() => {
    const draw = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsOf(chart, box.current!, latest), dataOf(chart), box.current!);
    };
    draw();
    const observer = new ResizeObserver(
      () => box.current && plot.current?.setSize({ width: box.current.clientWidth, height: HEIGHT }),
    );
    observer.observe(box.current!);
    const undo = onColours(draw);
    return () => {
      undo();
      observer.disconnect();
      plot.current?.destroy();
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(dataOf(chart)), [chart]);
  const newest = chart.series.map(({ label, values }) => ({
    label,
    text: format(chart.unit, values.findLast((value) => value !== null) ?? null),
  }));
  return (
    <figure class="chart">
      <figcaption>
        <h2>{chart.title}</h2>
        {chart.unit !== '' && <span class="hint">{chart.unit}</span>}
      </figcaption>
      <div
        ref={box}
        class="plot"
        role="img"
        aria-label={`${chart.title}: ${newest.map(({ label, text }) => `${label} ${text}`).join(', ')}`}
      />
      <ul class="chart-legend">
        {newest.map(({ label, text }, at) => (
          <li key={label} class={`service-${at % 8}`}>
            <i class="dot" aria-hidden="true" />
            {label} <b>{text}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** A single point is no line: it is drawn as a point. */
function dataOf({ times, series }: WireChart): uPlot.AlignedData {
  return [times, ...series.map(({ values }) => values)] as uPlot.AlignedData;
}

function optionsOf(
  { unit, series, times }: WireChart,
  box: HTMLElement,
  onRange: { current: ChartProps['onRange'] },
): uPlot.Options {
  const colour = (name: string): string => {
    box.style.color = `var(${name})`;
    const { color } = getComputedStyle(box);
    box.style.color = '';
    return color;
  };
  const [text, grid] = [colour('--quiet'), colour('--line')];
  const axis = {
    stroke: text,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
    font: '11px system-ui, sans-serif',
  };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false, setScale: false } },
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width > 4) onRange.current(plot.posToVal(left, 'x') * 1000, plot.posToVal(left + width, 'x') * 1000);
        },
      ],
    },
    scales: {
      y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] },
      x: { time: true, range: (_plot, first, last) => (first === last ? [first - 30, last + 30] : [first, last]) },
    },
    // The last time below the axis reaches beyond it.
    padding: [10, 28, 0, 0],
    axes: [
      {
        ...axis,
        space: 62,
        size: 26,
        incrs: SECONDS,
        values: (_plot, splits, _axis, _space, step) =>
          splits.map((split) => clock(split * 1000).slice(0, step < 60 ? 8 : 5)),
      },
      {
        ...axis,
        size: 58,
        space: 30,
        ...(unit === 'bytes' && { incrs: POWERS }),
        values: (_plot, splits) => splits.map((split) => format(unit, split)),
      },
    ],
    series: [
      {},
      ...series.map((_, at) => ({
        stroke: colour(`--service-${at % 8}`),
        width: 1.75,
        // A line ends where there was nothing to measure; a value alone is a point.
        spanGaps: false,
        points: { show: times.length < 20 || undefined, size: 4 },
      })),
    ],
  };
}

function format(unit: WireChart['unit'], value: number | null): string {
  if (value === null) return '–';
  if (unit === 'ms') return duration(value);
  if (unit === 'bytes') return bytes(value);
  return unit === '%' ? `${number(value)} %` : number(value);
}
