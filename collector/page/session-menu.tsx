// What can be done with all that is here: export, import, clear. Files can be dropped anywhere on the page.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { questionOf, type Address } from './address';
import { notify } from './notice';
import { addressOf } from './polled';

async function take(files: FileList | undefined | null): Promise<void> {
  for (const file of files ?? []) {
    try {
      const response = await fetch('/api/import', { method: 'POST', body: file });
      const answer = (await response.json()) as { message?: string; lines?: number; unreadable?: number };
      const left = answer.unreadable ? `, ${answer.unreadable} left out` : '';
      notify(response.ok ? `${file.name}: ${answer.lines} requests read${left}` : `${file.name}: ${answer.message}`);
    } catch {
      notify(`${file.name} could not be sent to the collector`);
    }
  }
}

export function SessionMenu({ address }: { address: Address }): JSX.Element {
  const [menu, input] = [useRef<HTMLDetailsElement>(null), useRef<HTMLInputElement>(null)];
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      void take(event.dataTransfer?.files);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, []);
  const close = (): void => {
    if (menu.current) menu.current.open = false;
  };
  const question = questionOf(address);
  const isSelection = Object.values(question).some((value) => value !== undefined && value !== '');
  return (
    <details class="session" ref={menu} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <summary class="sign button" aria-label="Session: export, import, clear" title="Session">
        ⋯
      </summary>
      <div class="session-box">
        <a class="button" href="/api/export" download="firstlight.jsonl" onClick={close}>
          Export all
        </a>
        {isSelection && (
          <a class="button" href={addressOf('/api/export', question)} download="firstlight.jsonl" onClick={close}>
            Export what is found
          </a>
        )}
        <button type="button" onClick={() => input.current?.click()}>
          Import a file
        </button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept=".json,.jsonl,.ndjson,.gz"
          onChange={(event) => {
            close();
            void take(event.currentTarget.files);
          }}
        />
        <button
          type="button"
          onClick={() => {
            close();
            fetch('/api/clear', { method: 'POST' }).then(
              () => notify('everything is cleared'),
              () => notify('the collector does not answer'),
            );
          }}
        >
          Clear
        </button>
      </div>
    </details>
  );
}
