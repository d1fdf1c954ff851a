// How the app is started: whether firstlight is preloaded, and whether it comes first.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isForced } from '../../../lib/config/environment';
import { skipReason } from '../../../lib/loading/process/skipped';
import { preloadsOf, type Flag } from '../command-line';
import type { Finding } from '../finding';
import type { DoctorContext } from '../context';
import { resolveSpecifier } from '../specifier';
import { found } from '../table';

/** A flag as it was written. */
const written = ({ name, value, from }: Flag): string => `${name}${value === undefined ? '' : ` ${value}`} (${from})`;

export function checkStart(context: DoctorContext): Finding[] {
  const { root, cwd, commandLine } = context;
  if (!existsSync(path.join(root, 'register.js')) || !existsSync(path.join(root, 'dist', 'firstlight.js')))
    return [found('preload-not-built', root)];
  const preloads = preloadsOf(commandLine).map((flag) => ({ flag, ...resolveSpecifier(flag.value ?? '', cwd) }));
  const ours = preloads.filter(({ isOurs }) => isOurs);
  const missing = preloads.filter(({ isThere }) => !isThere);
  const before = preloads.slice(
    0,
    preloads.findIndex(({ isOurs }) => isOurs),
  );
  const relative = ours.find(({ isThere, isRelative, flag }) => isThere && isRelative && flag.from === 'NODE_OPTIONS');
  return [
    ...skipped(context),
    ...missing.map(({ flag }) => found('preload-not-found', written(flag))),
    ...(ours.length === 0 ? [absent(context)] : []),
    ...(ours.length > 0 && before.length === 0 && missing.length === 0
      ? [found('preload-found', written(ours[0]!.flag))]
      : []),
    ...(ours.length > 0 && before.length > 0
      ? [found('preload-not-first', before.map(({ flag }) => written(flag)).join(', '))]
      : []),
    ...(ours.length > 1 ? [found('preload-twice', ours.map(({ flag }) => written(flag)).join(', '))] : []),
    ...(relative ? [found('preload-relative', written(relative.flag))] : []),
  ];
}

function skipped({ commandLine: { isNode, script, flags } }: DoctorContext): Finding[] {
  if (!isNode) return [];
  const reason = skipReason(
    { mainFile: script, execArgv: flags.filter(({ from }) => from === 'command line').map(({ name }) => name) },
    isForced,
  );
  return reason ? [found('process-left-alone', script ?? reason)] : [];
}

/** Without the flag, or with it in the wrong place. */
function absent({ commandLine: { args }, cwd }: DoctorContext): Finding {
  const late = args.findIndex(
    (word, index) =>
      /^(?:-r|--require|--import)(?:=|$)/.test(word) &&
      resolveSpecifier(word.split('=')[1] ?? args[index + 1] ?? '', cwd).isOurs,
  );
  return late < 0 ? found('preload-absent') : found('preload-after-script', args.slice(late).join(' '));
}
