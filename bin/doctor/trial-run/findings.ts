// What the trial run showed.
import { codes, type Code } from '../../../lib/errors';
import type { Config } from '../../../lib/config';
import type { Finding } from '../finding';
import { found, type FindingId } from '../table';
import type { AppRun } from './app';
import { logLines, ownLines, type LogLine } from './lines';
import type { Received } from './received';

export interface Trial {
  readonly run: AppRun;
  readonly received: Received;
  readonly config: Config;
  /** Of --url: the URL, and how often it was answered. */
  readonly load?: { readonly url: string; readonly answers: number };
}

/** Lines of firstlight that have a finding of their own. */
const SAID: Partial<Record<string, FindingId>> = {
  FL_LOADED_EARLIER: 'modules-earlier',
  FL_SECOND_SDK: 'second-sdk',
  FL_OTHER_AGENT: 'other-agent',
  FL_ALREADY_LOADED: 'preload-twice',
  FL_EXPORT_DROPPED: 'trial-dropped',
  FL_LOG_DROPPED: 'trial-dropped',
};
/** Said by other checks, or by how the run ended. */
const UNSAID = /^FL_(?:CONFIG_|CRASH$|STARTED$|STARTUP$|TELEMETRY_DISABLED$|RUNTIME_UNSUPPORTED$)/;

export function findingsOfTrialRun({ run, received, config, load }: Trial): Finding[] {
  if (run.error) return [found('trial-not-run', run.error.code === 'ENOENT' ? 'no such command' : run.error.message)];
  const lines = [...logLines(run.stdout), ...logLines(run.stderr)];
  const own = ownLines(lines);
  const hasStarted = received.spans > 0 || own.some(({ code }) => code !== 'FL_RUNTIME_UNSUPPORTED');
  const findings: Finding[] = [
    ...ending(run),
    ...(hasStarted
      ? contents(
          lines.filter((line) => !own.includes(line)),
          received,
          config,
        )
      : [found('trial-not-started')]),
    ...(load && load.answers === 0 ? [found('trial-unanswered', load.url)] : []),
    ...own.flatMap(said),
  ];
  const bad = findings.some(({ id }) =>
    ['trial-not-started', 'trial-lost', 'trial-dropped', 'trial-killed'].includes(id),
  );
  return bad ? findings : [...findings, found('trial-complete')];
}

function ending({ code, signal, wasAsked, wasKilled, stderr }: AppRun): Finding[] {
  if (wasKilled) return [found('trial-killed')];
  if (wasAsked || code === 0) return [];
  const last = stderr
    .trimEnd()
    .split('\n')
    .slice(-5)
    .map((line) => line.slice(0, 300))
    .join('\n');
  return [
    found('trial-failed', `${signal ? `killed by ${signal}` : `exit code ${code}`}${last && `:\n${last}`}`, {
      code,
      signal,
    }),
  ];
}

function contents(
  lines: readonly LogLine[],
  { spans, traces, scopes, spanIds, logs, metrics }: Received,
  config: Config,
): Finding[] {
  const logged = found('trial-logged', `${lines.length} lines, ${logs} log records received`, {
    lines: lines.length,
    records: logs,
  });
  if (!config.telemetryEnabled) return [logged];
  const inSpans = new Set(
    lines.flatMap(({ span_id: id, trace_flags: flags }) => (id !== undefined && flags === '01' ? [id] : [])),
  );
  const sendsTraces = config.otlp.traces.exporters.includes('otlp');
  const lost = sendsTraces ? [...inSpans].filter((id) => !spanIds.has(id)) : [];
  const names = [...scopes]
    .map(([name, count]) => `${name.replace('@opentelemetry/instrumentation-', '')} ${count}`)
    .join(', ');
  return [
    ...(spans > 0
      ? [
          found('trial-traced', `${spans} spans in ${traces} traces (${names})`, {
            spans,
            traces,
            scopes: Object.fromEntries(scopes),
          }),
        ]
      : sendsTraces
        ? [found('trial-untraced')]
        : []),
    logged,
    ...(metrics.size > 0
      ? [found('trial-measured', [...metrics].sort().join(', '), { metrics: [...metrics].sort() })]
      : []),
    ...(lost.length > 0 ? [found('trial-lost', `${lost.length} spans`, { lost: lost.length })] : []),
  ];
}

function said({ code, message, items, dropped }: LogLine): Finding[] {
  const facts = { code, ...((items ?? dropped) !== undefined && { dropped: items ?? dropped }) };
  const count = facts.dropped === undefined ? '' : ` (${facts.dropped})`;
  if (UNSAID.test(code!)) return [];
  const id = SAID[code!];
  if (id) return [found(id, `${message}${count}`, facts)];
  return codes[code as Code]?.level === 'info' ? [] : [found('trial-said', `${code}: ${message}${count}`, facts)];
}
