import fs from 'node:fs';
import module from 'node:module';
import { patchMethod } from '../http/patch';
import type { Output } from '../logger';

/** What has written when it returns. */
const WRITERS = ['writeSync', 'writevSync', 'writeFileSync', 'appendFileSync'] as const;

/**
 * Has the lines of this turn written before what the app writes to the same descriptor by `node:fs`: on bare Node.js
 * both are there when their call returns.
 */
export function installDirectWrites(output: Output): () => void {
  const undos = WRITERS.map((name) =>
    patchMethod(
      fs,
      name,
      (original) =>
        function (this: unknown, ...args) {
          // Both may be the same file.
          if (args[0] === 1 || args[0] === 2) output.flush();
          return original.apply(this, args);
        },
    ),
  );
  module.syncBuiltinESMExports();
  return () => {
    for (const undo of undos) undo();
    module.syncBuiltinESMExports();
  };
}
