// The panel below a list, with everything about what is chosen in it.
import type { ComponentChildren, JSX } from 'preact';

interface PanelProps {
  title: string;
  actions?: ComponentChildren;
  onClose(): void;
  children: ComponentChildren;
}

export function Panel({ title, actions, onClose, children }: PanelProps): JSX.Element {
  return (
    <section class="panel" aria-label={title} tabIndex={0}>
      <header>
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <div class="actions">
          {actions}
          <button type="button" class="sign" onClick={onClose} aria-label="Close">
            ✕
          </button>
        </div>
      </header>
      {children}
    </section>
  );
}
