// A choice of a list.
import type { JSX } from 'preact';

interface SelectProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, name: string])[];
  onChange(value: string): void;
}

/** A value that is set stays in the list, though it is none of the options. */
export function Select({ label, value, options, onChange }: SelectProps): JSX.Element {
  const all = options.some(([each]) => each === value) ? options : [...options, [value, value] as const];
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {all.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  );
}
