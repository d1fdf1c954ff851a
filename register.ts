/**
 * The preload: `node --import ./register.js app.js`, or `--require`. The only import with side effects.
 * Everything up to the check must be readable by any Node.js.
 */
import path from 'node:path';
import { isForced } from './lib/config/environment';
import { unsupportedRuntime } from './lib/loading/process/runtime';

declare const FIRSTLIGHT_BUILD: string;
/** Of lib/loading/bundle/plain-prototype.ts, in front of all by the build. */
declare const restorePrototype: () => void;

const reason = unsupportedRuntime();
if (reason)
  process.stderr.write(`{"level":"warn","message":${JSON.stringify(reason)},"code":"FL_RUNTIME_UNSUPPORTED"}\n`);
else {
  const { skipReason } = require('./lib/loading/process/skipped') as typeof import('./lib/loading/process/skipped');
  const { loadBundle } = require('./lib/loading/bundle/bundle') as typeof import('./lib/loading/bundle/bundle');
  try {
    const isSkipped = skipReason(
      { mainFile: process.argv[1], execArgv: process.execArgv, args: process.argv.slice(2) },
      isForced,
    );
    if (!isSkipped)
      (
        loadBundle(path.join(__dirname, 'dist', 'firstlight.js'), FIRSTLIGHT_BUILD)
          .exports as typeof import('./lib/bootstrap')
      ).bootstrap();
  } catch (error) {
    // It is never the app's fault: half a package, a file that cannot be read.
    process.stderr.write(
      `{"level":"error","message":"firstlight could not start, the app runs without ` +
        `it","code":"FL_STAGE_FAILED","reason":${JSON.stringify(String(error))}}\n`,
    );
  }
}
restorePrototype();
