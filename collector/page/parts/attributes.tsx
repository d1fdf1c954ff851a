// Names and values, as text: anything in them is shown and never interpreted.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { shown } from '../format';
import { appFirst } from './stack';
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
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td>
              <Value name={name} text={shown(value)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ name, text }: { name: string; text: string }): JSX.Element {
  const [isLong, setLong] = useState(false);
  const shownText = name === 'exception.stacktrace' ? appFirst(text) : text;
  if (shownText.length <= MAX_SHOWN || isLong) return <bdi>{shownText}</bdi>;
  return (
    <>
      <bdi>{shownText.slice(0, MAX_SHOWN)}</bdi>…{' '}
      <button type="button" class="more" onClick={() => setLong(true)}>
        {(text.length - MAX_SHOWN).toLocaleString('en')} characters more
      </button>
    </>
  );
}
