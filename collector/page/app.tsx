// The frame of the page: where one can go, how the feed is doing, and the view.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { along, go, useAddress, VIEWS, type View } from './address';
import { Held } from './held';
import { Help } from './help';
import { useKeys } from './keys';
import { togglePause, useLive, type Connection } from './live';
import { LogsView } from './logs/logs-view';
import { MapView } from './map/map-view';
import { MetricsView } from './metrics/metrics-view';
import { Notice, notify } from './notice';
import { nextTheme, theme, type Theme } from './theme';
import { AiView } from './ai/ai-view';
import { SessionMenu } from './session-menu';
import { StatisticsView } from './statistics/statistics-view';
import { TracesView } from './traces/traces-view';

const NAMES: Record<View, string> = {
  traces: 'Traces',
  logs: 'Logs',
  metrics: 'Metrics',
  map: 'Map',
  statistics: 'Statistics',
  ai: 'AI',
};
const CONNECTIONS: Record<Connection, string> = {
  connecting: 'connecting',
  live: 'live',
  paused: 'paused',
  lost: 'not connected',
};
const THEMES: Record<Theme, readonly [sign: string, name: string]> = {
  auto: ['◐', 'as the system is'],
  light: ['☀', 'light'],
  dark: ['☾', 'dark'],
};

export function App(): JSX.Element {
  const address = useAddress();
  const { connection, counts, hello } = useLive();
  const [help, setHelp] = useState(false);
  const [shade, setShade] = useState(theme);
  const switchTheme = (): void => {
    const next = nextTheme();
    setShade(next);
    notify(`theme: ${THEMES[next][1]}`);
  };
  useKeys({
    '?': () => setHelp(true),
    t: switchTheme,
    p: togglePause,
    ...Object.fromEntries(VIEWS.map((view, at) => [String(at + 1), () => go(along(address, view))])),
  });
  const state = hello?.file !== undefined && connection === 'live' ? 'saved session' : CONNECTIONS[connection];
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')!.focus();
        }}
      >
        To the content
      </a>
      <header class="bar">
        <span class="brand">
          <img src="/icon.svg" alt="" width="22" height="22" /> <h1>firstlight</h1>
        </span>
        <nav aria-label="Views">
          {VIEWS.map((view) => (
            <a key={view} href={along(address, view)} aria-current={address.view === view ? 'page' : undefined}>
              {NAMES[view]}
            </a>
          ))}
        </nav>
        <Held counts={counts} file={hello?.file} />
        <button
          type="button"
          class={`feed is-${connection}`}
          onClick={togglePause}
          aria-label={`${state}: ${connection === 'paused' ? 'go on' : 'pause'}`}
        >
          <i aria-hidden="true" />
          {state}
        </button>
        <button
          type="button"
          class="sign"
          onClick={switchTheme}
          aria-label={`Theme: ${THEMES[shade][1]}`}
          title={`Theme: ${THEMES[shade][1]}`}
        >
          {THEMES[shade][0]}
        </button>
        <SessionMenu address={address} />
        <button type="button" class="sign" onClick={() => setHelp(true)} aria-label="Help" title="Help (?)">
          ?
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        {address.view === 'traces' && <TracesView address={address} />}
        {address.view === 'logs' && <LogsView address={address} />}
        {address.view === 'metrics' && <MetricsView address={address} />}
        {address.view === 'statistics' && <StatisticsView address={address} />}
        {address.view === 'ai' && <AiView address={address} />}
        {address.view === 'map' && <MapView address={address} />}
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
      <Notice />
    </>
  );
}
