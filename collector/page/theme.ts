// Light, dark, or as the system is.
import { readSetting, writeSetting } from './settings';

export type Theme = 'auto' | 'light' | 'dark';
const NEXT: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };

export function theme(): Theme {
  const kept = readSetting('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

export function applyTheme(chosen: Theme = theme()): void {
  document.documentElement.dataset.theme = chosen;
}

/** Goes on to the next theme, and informs all that draws with colours of its own. */
export function nextTheme(): Theme {
  const next = NEXT[theme()];
  writeSetting('theme', next);
  applyTheme(next);
  dispatchEvent(new Event('firstlight-theme'));
  return next;
}

/** Calls `fn` whenever the colours change; returns the undo. */
export function onColours(fn: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', fn);
  addEventListener('firstlight-theme', fn);
  return () => {
    media.removeEventListener('change', fn);
    removeEventListener('firstlight-theme', fn);
  };
}
