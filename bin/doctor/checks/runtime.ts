// The Node.js that will run the app.
import { supportsSyncHooks } from '../../../lib/loading/hooks/sync-support';
import { unsupportedRuntime } from '../../../lib/loading/process/runtime';
import type { Finding } from '../finding';
import type { DoctorContext } from '../context';
import { found } from '../table';

const LOADER_FLAGS = new Set(['--loader', '--experimental-loader']);
/** Packages whose preload registers hooks for ES modules. */
const HOOKS = new RegExp(
  String.raw`(?:^|[\\/])(?:@opentelemetry[\\/]instrumentation[\\/]hook|` +
    String.raw`import-in-the-middle[\\/](?:hook|register-hooks)|` +
    String.raw`@opentelemetry[\\/]auto-instrumentations-node[\\/](?:build[\\/]src[\\/])?register-esm)`,
);

export function checkRuntime({ versions, commandLine }: DoctorContext): Finding[] {
  if (!versions) return [found('node-unknown', `the command starts ${commandLine.program}`)];
  // Nothing but its versions is known of the other process: a global of this one must not count, and it has what
  // Node.js has unless a flag takes it away.
  const reason = unsupportedRuntime(versions, { SharedArrayBuffer, Atomics });
  if (reason) return [found('node-unsupported', reason, { versions })];
  const node = versions.node!;
  const second = commandLine.flags.filter(
    ({ name, value = '' }) =>
      LOADER_FLAGS.has(name) || (['-r', '--require', '--import'].includes(name) && HOOKS.test(value)),
  );
  return [
    found('node-version', `Node.js ${node}`, { node }),
    supportsSyncHooks(node)
      ? found('esm-hooks', 'ES modules and CommonJS by synchronous hooks in the app’s thread', { hooks: 'synchronous' })
      : found('esm-hooks-thread', undefined, { hooks: 'thread' }),
    ...second.map(({ name, value, from }) => found('esm-second-hook', `${name} ${value ?? ''} (${from})`)),
  ];
}
