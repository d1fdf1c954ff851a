// Search and filters above the list of traces.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { choices, NO_FILTER, type TraceFilter } from './filter';
import type { WireTrace } from '../../viewer/wire';

interface TraceFiltersProps {
  traces: readonly WireTrace[];
  version: number;
  filter: TraceFilter;
  onFilter(filter: TraceFilter): void;
}

const STATUS = [
  ['', 'any status'],
  ['error', 'errors'],
  ['2', '2xx'],
  ['3', '3xx'],
  ['4', '4xx'],
  ['5', '5xx'],
] as const;

export function TraceFilters({ traces, version, filter, onFilter }: TraceFiltersProps): JSX.Element {
  const services = useMemo(() => choices(traces, (trace) => trace.services), [version]);
  const routes = useMemo(() => choices(traces, (trace) => [trace.route]), [version]);
  const set = (change: Partial<TraceFilter>): void => onFilter({ ...filter, ...change });
  const isFiltered = Object.entries(filter).some(
    ([name, value]) => name !== 'errorsFirst' && value !== NO_FILTER[name as keyof TraceFilter],
  );
  return (
    <form class="filters" role="search" aria-label="Traces" onSubmit={(event) => event.preventDefault()}>
      <input
        id="search"
        type="search"
        class="wide"
        placeholder="Search names, paths, IDs, messages"
        aria-label="Search traces"
        autocomplete="off"
        spellcheck={false}
        value={filter.text}
        onInput={(event) => set({ text: event.currentTarget.value })}
      />
      <Select
        label="Service"
        value={filter.service}
        all="all services"
        options={services}
        onChange={(service) => set({ service })}
      />
      <Select
        label="Route"
        value={filter.route}
        all="all routes"
        options={routes}
        onChange={(route) => set({ route })}
      />
      <select
        aria-label="Status"
        value={filter.status}
        onChange={(event) => set({ status: event.currentTarget.value })}
      >
        {STATUS.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <label class="least">
        ≥{' '}
        <input
          type="number"
          min="0"
          step="any"
          aria-label="Least duration in milliseconds"
          value={filter.minMs === 0 ? '' : filter.minMs}
          onInput={(event) => set({ minMs: Number(event.currentTarget.value) || 0 })}
        />{' '}
        ms
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={filter.errorsFirst}
          onChange={(event) => set({ errorsFirst: event.currentTarget.checked })}
        />{' '}
        errors first
      </label>
      {isFiltered && (
        <button type="button" onClick={() => onFilter({ ...NO_FILTER, errorsFirst: filter.errorsFirst })}>
          Clear
        </button>
      )}
    </form>
  );
}

interface SelectProps {
  label: string;
  value: string;
  all: string;
  options: readonly string[];
  onChange(value: string): void;
}

/** A choice that is set stays in the list, though nothing of it is left. */
export function Select({ label, value, all, options, onChange }: SelectProps): JSX.Element {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{all}</option>
      {[...new Set([...(value === '' ? [] : [value]), ...options])].map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}
