// What a person chose, kept by the browser. A browser that keeps nothing is no reason to fail.
import { useState } from 'preact/hooks';

const PREFIX = 'firstlight.';

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Lasts as long as the page, then.
  }
}

/** A switch that is remembered. */
export function useSwitch(name: string, preset: boolean): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => (readSetting(name) ?? String(preset)) === 'true');
  return [
    on,
    (next) => {
      writeSetting(name, String(next));
      setOn(next);
    },
  ];
}
