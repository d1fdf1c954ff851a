// Who calls whom, drawn, and as a table for those who cannot see the drawing.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { fragmentOf, questionOf, type Address } from '../address';
import { colourOf } from '../colours';
import { count, duration } from '../format';
import { quoted } from '../../search/language';
import { layoutMap, NODE, type Placed } from './map-layout';
import { addressOf, usePolled } from '../polled';
import type { WireMap } from '../../viewer/wire';

const SIGNS = { service: '', database: '⛁ ', queue: '⇶ ', external: '↗ ' } as const;
const NARROW = 700;

export function MapView({ address }: { address: Address }): JSX.Element {
  const map = usePolled<WireMap>(addressOf('/api/map', questionOf(address)));
  const box = useRef<HTMLElement>(null);
  const [narrow, setNarrow] = useState(innerWidth < NARROW);
  useEffect(() => {
    const observer = new ResizeObserver(() => box.current && setNarrow(box.current.clientWidth < NARROW));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <section class="map" aria-label="Service map" ref={box} tabIndex={0}>
      {map === undefined ? (
        <p class="empty">Loading…</p>
      ) : map.nodes.length === 0 ? (
        <p class="empty">No span yet. Services show here as they call each other.</p>
      ) : (
        <>
          <Drawing map={map} narrow={narrow} />
          <Calls map={map} />
        </>
      )}
    </section>
  );
}

function Drawing({ map, narrow }: { map: WireMap; narrow: boolean }): JSX.Element {
  const { nodes, width, height } = layoutMap(map, narrow);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    <div class="drawing">
      <svg
        width={width + 20}
        height={height + 30}
        viewBox={`-10 -15 ${width + 20} ${height + 30}`}
        role="group"
        aria-label="Services and what they call"
      >
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {map.edges.map(({ from, to, calls, errors, p50Ms }) => {
          const [a, b] = [byId.get(from)!, byId.get(to)!];
          const middle = labelPlace(a, b, map, narrow);
          return (
            <g key={`${from} ${to}`} class={errors > 0 ? 'edge is-bad' : 'edge'} aria-hidden="true">
              <path d={curve(a, b, narrow)} marker-end="url(#arrow)" />
              <text x={middle.x} y={middle.y - 5}>
                {calls.toLocaleString('en')}×
              </text>
              <text x={middle.x} y={middle.y + 12}>
                {duration(p50Ms)}
              </text>
            </g>
          );
        })}
        {nodes.map((node) => (
          <Node key={node.id} node={node} />
        ))}
      </svg>
    </div>
  );
}

/** A label lies at the end that its edge shares with no other, so that labels do not cover each other. */
function labelPlace(a: Placed, b: Placed, { edges }: WireMap, downwards: boolean): { x: number; y: number } {
  const fans = edges.filter(({ from }) => from === a.id).length > 1;
  const isCollecting = edges.filter(({ to }) => to === b.id).length > 1;
  const [start, end] = downwards
    ? [
        { x: a.x + NODE.width / 2, y: a.y + NODE.height },
        { x: b.x + NODE.width / 2, y: b.y },
      ]
    : [
        { x: a.x + NODE.width, y: a.y + NODE.height / 2 },
        { x: b.x, y: b.y + NODE.height / 2 },
      ];
  const share = fans === isCollecting ? 0.5 : fans ? 0.72 : 0.28;
  // On the way of the curve the side changes mostly in the middle.
  const bend = share * share * (3 - 2 * share);
  const [along, across] = downwards ? [bend, share] : [share, bend];
  return { x: start.x + (end.x - start.x) * along, y: start.y + (end.y - start.y) * across };
}

function Node({ node }: { node: Placed }): JSX.Element {
  const { x, y, kind, name, spans, errors } = node;
  const failed = errors > 0 ? `, ${count(errors, 'error')}` : '';
  const label = `${kind} ${name}, ${count(spans, kind === 'service' ? 'span' : 'call')}${failed}`;
  const shape = (
    <g class={`node is-${kind} ${colourOf(name)}`} transform={`translate(${x} ${y})`}>
      <rect width={NODE.width} height={NODE.height} rx={kind === 'service' ? 8 : 22} />
      <text x="14" y="20" class="node-name">
        {SIGNS[kind]}
        {name.length > 19 ? `${name.slice(0, 18)}…` : name}
      </text>
      <text x="14" y="37">
        {spans.toLocaleString('en')} {kind === 'service' ? 'spans' : 'calls'}
        {errors > 0 && <tspan class="bad"> ✖ {errors.toLocaleString('en')}</tspan>}
      </text>
    </g>
  );
  return kind === 'service' ? (
    <a href={fragmentOf('traces', undefined, { q: `service=${quoted(name)}` })}>{shape}</a>
  ) : (
    <g role="img" aria-label={label}>
      {shape}
    </g>
  );
}

function curve(a: Placed, b: Placed, downwards: boolean): string {
  if (downwards) {
    const [x1, y1, x2, y2] = [a.x + NODE.width / 2, a.y + NODE.height, b.x + NODE.width / 2, b.y];
    return `M${x1} ${y1} C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`;
  }
  const [x1, y1, x2, y2] = [a.x + NODE.width, a.y + NODE.height / 2, b.x, b.y + NODE.height / 2];
  return `M${x1} ${y1} C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
}

function Calls({ map }: { map: WireMap }): JSX.Element | null {
  const names = new Map(map.nodes.map(({ id, name }) => [id, name]));
  if (map.edges.length === 0) return null;
  return (
    <table class="calls">
      <caption>Calls</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">Calls</th>
          <th scope="col">Errors</th>
          <th scope="col">Median</th>
        </tr>
      </thead>
      <tbody>
        {map.edges.map(({ from, to, calls, errors, p50Ms }) => (
          <tr key={`${from} ${to}`}>
            <td>{names.get(from)}</td>
            <td>{names.get(to)}</td>
            <td>{calls.toLocaleString('en')}</td>
            <td class={errors > 0 ? 'bad' : ''}>{errors.toLocaleString('en')}</td>
            <td>{duration(p50Ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
