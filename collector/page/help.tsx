// What the keys do.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { KEYS } from './keys';
import { useSwitch } from './settings';

export function Help({ onClose }: { onClose(): void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [keys, setKeys] = useSwitch('keys', true);
  useEffect(() => dialog.current!.showModal(), []);
  return (
    <dialog
      class="help"
      ref={dialog}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current!.close()}
      aria-labelledby="help-title"
    >
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>{key.split(' ').map((each) => (each === 'or' ? ' or ' : <kbd key={each}>{each}</kbd>))}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={keys} onChange={(event) => setKeys(event.currentTarget.checked)} /> keys of a
        single character do something
      </label>
      <p>
        What is here came from this machine and stays in the memory of <code>firstlight</code>: nothing is sent
        anywhere. It can be exported as a file, which <code>firstlight view</code> shows again, and which can be dropped
        on the page.
      </p>
      <button type="button" onClick={() => dialog.current!.close()}>
        Close
      </button>
    </dialog>
  );
}
