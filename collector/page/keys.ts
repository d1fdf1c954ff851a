// Keys that work anywhere on the page. WCAG 2.1.4: those of a single character can be switched off, in the help.
import { useEffect } from 'preact/hooks';
import { readSetting } from './settings';

export const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['?', 'this help'],
  ['1 2 3 4 5 6', 'traces, logs, metrics, map, statistics, AI'],
  ['/', 'search'],
  ['↑ ↓ or j k', 'up and down a list; Page Up, Page Down, Home, End too'],
  ['Enter', 'open a trace, or what belongs to a span'],
  ['← →', 'close and open what is below a span'],
  ['Esc', 'back: out of a field, a span, a trace'],
  ['e', 'errors first, or by time'],
  ['n N', 'next and previous match or error of a trace'],
  ['l', 'log lines between the spans, or none'],
  ['c', "copy the chosen span's request as curl"],
  ['p', 'pause what comes in, or go on'],
  ['t', 'light, dark, or as the system is'],
];

export type Handlers = Record<string, (event: KeyboardEvent) => void>;

/** Whether keys of a single character do something. */
export const areKeysOn = (): boolean => readSetting('keys') !== 'false';

/** Listens for keys while a component is there; not in fields, and not together with a modifier. */
export function useKeys(handlers: Handlers): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const inField = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key !== 'Escape' && (inField || !areKeysOn())) return;
      if (!Object.hasOwn(handlers, event.key)) return;
      if (event.key === 'Escape' && inField) return (event.target as HTMLElement).blur();
      event.preventDefault();
      handlers[event.key]!(event);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  });
}
