// The row above a view: its search, and what else narrows it down.
import type { ComponentChildren, JSX } from 'preact';
import { SearchBox } from './search-box';

interface FiltersProps {
  /** The view. */
  name: string;
  label: string;
  placeholder: string;
  value: string;
  /** What is wrong with it. */
  error?: string | undefined;
  onValue(value: string): void;
  children: ComponentChildren;
}

export const focusSearch = (): void => document.getElementById('search')?.focus();

export function Filters({ name, children, ...search }: FiltersProps): JSX.Element {
  return (
    <form class="filters" role="search" aria-label={name} onSubmit={(event) => event.preventDefault()}>
      <SearchBox id="search" {...search} />
      {children}
    </form>
  );
}
