// A short word on what just happened, for eyes and screen readers.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

let tell: (text: string) => void = () => {};

/** Shows a text for a few seconds. */
export function notify(text: string): void {
  tell(text);
}

/** Copies a text, and says so. */
export function copy(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => notify(`${what} copied`),
    () => notify('the browser did not let it be copied'),
  );
}

export function Notice(): JSX.Element {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer = 0;
    tell = (next) => {
      clearTimeout(timer);
      setText(next);
      timer = setTimeout(() => setText(''), 4000) as unknown as number;
    };
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={text === '' ? 'notice' : 'notice is-shown'} role="status" aria-live="polite">
      {text}
    </div>
  );
}
