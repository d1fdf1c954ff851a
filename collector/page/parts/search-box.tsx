// The search: words and conditions, with suggestions of what could come next.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Suggestion {
  text: string;
  count?: number;
}

interface SearchBoxProps {
  id: string;
  label: string;
  placeholder: string;
  value: string;
  /** What is wrong with it. */
  error?: string | undefined;
  onValue(value: string): void;
}

export function SearchBox({ id, label, placeholder, value, error, onValue }: SearchBoxProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const [{ start, suggestions }, setFound] = useState<{ start: number; suggestions: Suggestion[] }>(NONE);
  const [chosen, setChosen] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const [caret, setCaret] = useState(value.length);
  useEffect(() => {
    if (!isOpen) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      fetch(`/api/suggest?${new URLSearchParams({ q: value, caret: String(caret) }).toString()}`, {
        signal: abort.signal,
      })
        .then(async (response) => {
          setFound(response.ok ? ((await response.json()) as { start: number; suggestions: Suggestion[] }) : NONE);
          setChosen(-1);
        })
        .catch(() => undefined);
    }, 60);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [value, caret, isOpen]);
  const shown = isOpen ? suggestions.filter(({ text }) => text !== value.slice(start, caret)) : [];
  const take = ({ text }: Suggestion): void => {
    const next = value.slice(0, start) + text + (text.endsWith('=') ? '' : ' ');
    onValue((next + value.slice(caret).trimStart()).replace(/ +$/, ' '));
    setCaret(next.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.length, next.length));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) setChosen((chosen + step + shown.length + 1) % (shown.length + 1));
    else if ((event.key === 'Enter' || event.key === 'Tab') && shown[chosen]) take(shown[chosen]);
    else if (event.key === 'Enter') setOpen(false);
    else if (event.key === 'Escape' && shown.length > 0) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="search">
      <input
        ref={field}
        id={id}
        type="search"
        role="combobox"
        list={undefined}
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-suggestions`}
        aria-autocomplete="list"
        aria-activedescendant={shown[chosen] ? `${id}-suggestion-${chosen}` : undefined}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        placeholder={placeholder}
        aria-label={label}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        onInput={(event) => {
          setOpen(true);
          setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
          onValue(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <ul id={`${id}-suggestions`} role="listbox" aria-label="Suggestions" hidden={shown.length === 0}>
        {shown.map((suggestion, at) => (
          <li
            key={suggestion.text}
            id={`${id}-suggestion-${at}`}
            role="option"
            aria-selected={at === chosen}
            // Before the field loses the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              take(suggestion);
            }}
          >
            <code>{suggestion.text}</code>
            {suggestion.count !== undefined && <span class="hint">{suggestion.count.toLocaleString('en')}</span>}
          </li>
        ))}
      </ul>
      {error !== undefined && (
        <p class="search-error" id={`${id}-error`} role="status">
          {error}
        </p>
      )}
    </div>
  );
}

const NONE = { start: 0, suggestions: [] };
