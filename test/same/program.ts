import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { jsonLines, onEachRuntime, preloadFile, temporaryFolder, within } from '../support';

/** A program whose end under the preload must be the one that it has on bare Node. */
export interface Program {
  readonly name: string;
  readonly source: string;
  /** A shell command, in which `$NODE $APP` starts the program. Default: that alone, in the place of the shell. */
  readonly command?: string;
  readonly env?: Record<string, string>;
  /** Flags of Node.js. */
  readonly flags?: string;
  /** Sent each time that the program prints a line `ready`. */
  readonly signal?: NodeJS.Signals;
  /** Whether stderr has to be the same, too. */
  readonly stderr?: boolean;
}

/** What the outside sees of an end. */
export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string[];
  stderr: string[];
}

/** How the preload gets in. */
interface Way {
  readonly how: 'import' | 'require' | 'options';
  readonly telemetry: boolean;
}
const WAYS: readonly Way[] = [
  { how: 'import', telemetry: true },
  { how: 'require', telemetry: false },
  { how: 'options', telemetry: true },
];

/** Declares a test for each program on each Node: it ends as without the preload. Each has another way on each Node. */
export function endsAsBare(programs: readonly Program[], app = 'app.cjs'): void {
  onEachRuntime(
    ({ binary, major }) => {
      programs.forEach((program, index) => {
        const way = WAYS[(index + major / 2) % WAYS.length]!;
        test(`${program.name} (${way.how}, telemetry ${way.telemetry})`, async () => {
          const [bare, end] = await Promise.all([run(program, binary, app), run(program, binary, app, way)]);
          assert.deepEqual(end, bare);
        });
      });
    },
    { every: true },
  );
}

/** Runs a program to its end, on bare Node where no `way` is given. */
export async function run(program: Program, node: string, app = 'app.cjs', way?: Way): Promise<End> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, app), program.source);
  const flags = [program.flags ?? '', way && way.how !== 'options' ? `--${way.how} ${preloadFile}` : ''].join(' ');
  const options = way?.how === 'options' ? { NODE_OPTIONS: `--import=${preloadFile}` } : {};
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    OTEL_ENABLED: String(way?.telemetry ?? true),
    APP: app,
    ...program.env,
  };
  // The shell itself has neither the flags nor the variable.
  const command = (program.command ?? 'exec $NODE $APP').replaceAll(
    '$NODE',
    `env ${Object.entries(options)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')} ${node} ${flags}`,
  );
  const child = spawn('bash', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const text = { stdout: '', stderr: '' };
  let asked = 0;
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
    const { length } = messages(text.stdout).filter((line) => line === 'ready');
    if (program.signal && length > asked) child.kill(program.signal);
    asked = length;
  });
  const ended = new Promise<End>((resolve) =>
    child.on('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout: messages(text.stdout),
        stderr: program.stderr ? messages(text.stderr) : [],
      }),
    ),
  );
  return within(ended, 'the program ends', () => JSON.stringify(text), 30_000).finally(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It has ended, with all that it had started.
    }
  });
}

/** The app's lines, whichever form they have; those of firstlight's own are left out. */
function messages(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [json] = jsonLines(line);
      if (json === undefined) return [line];
      return String(json['code'] ?? '').startsWith('FL_') ? [] : [String(json['message'])];
    });
}
