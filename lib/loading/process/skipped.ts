import fs from 'node:fs';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { isLoaderThread } from '../hooks/thread';

/**
 * Packages whose commands are tools around an app, not the app: they inherit NODE_OPTIONS, live for a moment, and what
 * they start decides for itself. Their names on npm; a tool that runs the app in its own process (ts-node, next, pm2's
 * container) must not be here.
 */
const TOOLS = [
  'npm',
  'npx',
  'yarn',
  '@yarnpkg/cli-dist',
  'pnpm',
  '@pnpm/exe',
  'corepack',
  'node-gyp',
  'npm-run-all',
  'npm-run-all2',
  'concurrently',
  'cross-env',
  'dotenv-cli',
  'env-cmd',
  'nodemon',
  'typescript',
  '@typescript/native-preview',
  'tsx',
  'esbuild',
  'rollup',
  'webpack',
  'webpack-cli',
  'vite',
  'parcel',
  '@swc/cli',
  'turbo',
  'nx',
  'lerna',
  'eslint',
  'prettier',
  '@biomejs/biome',
  'stylelint',
  'husky',
  'lint-staged',
  'rimraf',
  'prisma',
  '@nestjs/cli',
  // Runners of tests, whose output others read, and the packages whose files their worker processes run.
  'jest',
  'jest-cli',
  'vitest',
  'mocha',
  'ava',
  'jasmine',
  'tap',
  '@tapjs/run',
  'c8',
  'nyc',
  'karma',
  '@playwright/test',
  'cypress',
  'react-scripts',
  'jest-worker',
  'tinypool',
  '@parcel/workers',
];
const BUILDS = ['build', 'generate', 'prepare', 'typegen', 'typecheck', 'analyze', 'lint', 'info', 'sync', 'check'];
/** Packages whose command runs the app as well: it is a tool only if its first argument says so. */
const COMMANDS = [
  'next',
  'nuxt',
  'nuxi',
  '@nuxt/cli',
  '@react-router/dev',
  '@remix-run/dev',
  'astro',
  '@angular/cli',
  'gatsby',
  '@sveltejs/kit',
  '@vue/cli-service',
];
/**
 * Yarn and pnpm are also kept as single files, by corepack and in repositories; firstlight's own command line is
 * wherever the package is; the last builds pages.
 */
const TOOL_FILES = new RegExp(
  String.raw`(?:^|[\\/])(?:next[\\/]dist[\\/]compiled[\\/]jest-worker[\\/]\w+\.js|` +
    String.raw`yarn(?:-[\d.]+)?\.[cm]?js|pnpm\.[cm]?js|dist[\\/]bin[\\/]firstlight\.js|` +
    String.raw`\.yarn[\\/]releases[\\/][^\\/]+)$`,
);
/** `-e`, `-p`, `-pe`, `--check`: a line of code or a syntax check, no app. */
const NO_APP = /^(?:-[pe]+|-c|--eval|--print|--check)(?:=|$)/;

/**
 * Under this key the threads of a process that is skipped find that they are, too: a thread's main file does not say
 * so.
 */
const SKIPPED = 'firstlight.skipped';

interface Invocation {
  readonly mainFile: string | undefined;
  readonly execArgv: readonly string[];
  /** What follows the main file. */
  readonly args?: readonly string[];
}

/**
 * Why nothing should be started in this process or thread; undefined if an app runs. FIRSTLIGHT_FORCE overrides all but
 * a thread of Node's own. The threads of a tool are skipped with it.
 */
export function skipReason(
  { mainFile, execArgv, args = [] }: Invocation,
  isForced: () => boolean,
): 'loader thread' | 'no app' | 'tool' | undefined {
  if (isLoaderThread()) return 'loader thread';
  const isTools = isTool(mainFile, args);
  const reason = execArgv.some((flag) => NO_APP.test(flag))
    ? 'no app'
    : isTools || isThreadOfTool()
      ? 'tool'
      : undefined;
  if (reason === undefined || isForced()) return undefined;
  if (reason === 'tool' && isMainThread) setEnvironmentData(SKIPPED, true);
  return reason;
}

const isThreadOfTool = (): boolean => !isMainThread && getEnvironmentData(SKIPPED) === true;

function isTool(mainFile: string | undefined, args: readonly string[]): boolean {
  if (mainFile === undefined) return false;
  const file = realPath(mainFile).replaceAll('\\', '/');
  if (TOOL_FILES.test(file)) return true;
  const inside = /^((?:@[^/]+\/)?[^/]+)\//.exec(file.split('/node_modules/').slice(1).at(-1) ?? '')?.[1];
  return (
    inside !== undefined &&
    (TOOLS.includes(inside) ||
      (COMMANDS.includes(inside) && BUILDS.includes(args.find((arg) => !arg.startsWith('-')) ?? '')))
  );
}

/** Commands are links: `/usr/bin/npm` is `…/npm/bin/npm-cli.js`. */
function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
