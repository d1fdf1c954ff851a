import fs from 'node:fs';
import { isLoaderThread } from './thread';

/**
 * Packages whose commands are tools around an app, not the app: they inherit NODE_OPTIONS, live for a moment, and what they start decides for itself.
 * Their names as npm knows them; a tool that runs the app in its own process (ts-node, next, pm2's container) must not be here.
 */
const TOOLS = [
  'npm', 'npx', 'yarn', '@yarnpkg/cli-dist', 'pnpm', '@pnpm/exe', 'corepack', 'node-gyp', 'npm-run-all', 'npm-run-all2', 'concurrently', 'cross-env', 'dotenv-cli', 'env-cmd', 'nodemon',
  'typescript', '@typescript/native-preview', 'tsx', 'esbuild', 'rollup', 'webpack', 'webpack-cli', 'vite', 'parcel', '@swc/cli', 'turbo', 'nx', 'lerna', 'eslint', 'prettier', '@biomejs/biome',
  'stylelint', 'husky', 'lint-staged', 'rimraf', 'prisma', '@nestjs/cli',
];
/** Yarn and pnpm are also kept as single files, by corepack and in repositories; firstlight's own command line is wherever the package is. */
const TOOL_FILES = /(?:^|[\\/])(?:yarn(?:-[\d.]+)?\.[cm]?js|pnpm\.[cm]?js|dist[\\/]bin[\\/]firstlight\.js|\.yarn[\\/]releases[\\/][^\\/]+)$/;
/** `-e`, `-p`, `-pe`, `--check`: a line of code or a syntax check, no app. */
const NO_APP = /^(?:-[pe]+|-c|--eval|--print|--check)(?:=|$)/;

interface Invocation {
  readonly mainFile: string | undefined;
  readonly execArgv: readonly string[];
}

/** Why nothing should be started in this process or thread; undefined where an app runs. FIRSTLIGHT_FORCE overrides all but a thread of Node's own. */
export function skipReason({ mainFile, execArgv }: Invocation, isForced: () => boolean): 'loader thread' | 'no app' | 'tool' | undefined {
  if (isLoaderThread()) return 'loader thread';
  const reason = execArgv.some((flag) => NO_APP.test(flag)) ? 'no app' : isTool(mainFile) ? 'tool' : undefined;
  return reason && isForced() ? undefined : reason;
}

function isTool(mainFile: string | undefined): boolean {
  if (mainFile === undefined) return false;
  const file = realPath(mainFile).replaceAll('\\', '/');
  if (TOOL_FILES.test(file)) return true;
  const inside = /^((?:@[^/]+\/)?[^/]+)\//.exec(file.split('/node_modules/').slice(1).at(-1) ?? '')?.[1];
  return inside !== undefined && TOOLS.includes(inside);
}

/** Commands are links: `/usr/bin/npm` is `…/npm/bin/npm-cli.js`. */
function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
