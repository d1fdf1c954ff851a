// Names and values, as text: anything in them is shown and never interpreted.
import type { JSX } from 'preact';
import { shown } from '../format';
import type { Attributes } from '../../viewer/wire';

/** Longer values are cut, with the rest on demand: a megabyte in one cell would stop the page. */
const MAX_SHOWN = 2000;

export function AttributeTable({ attributes, label }: { attributes: Attributes; label: string }): JSX.Element | null {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return null;
  return (
    <table class="attributes" aria-label={label}>
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Value text={shown(value)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text }: { text: string }): JSX.Element {
  if (text.length <= MAX_SHOWN) return <>{text}</>;
  return (
    <>
      {text.slice(0, MAX_SHOWN)}…{' '}
      <span class="hint">({(text.length - MAX_SHOWN).toLocaleString('en')} characters more)</span>
    </>
  );
}
