import fs from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

type ReadFile = typeof fs.promises.readFile;

/** What can be a module: by its ending, or without one. */
const SOURCE = /(?:\.[cm]?[jt]s|\/[^/.]*)$/;

/** Whether {@link onEsSource} sees what this Node imports: 20 and, up to 22.14, 22. Both have come to their end in this. */
export function showsEsSources([major = 0, minor = 0] = process.versions.node.split('.').map(Number)): boolean {
  return major === 20 || (major === 22 && minor < 15);
}

/**
 * Tells of each ES module that Node's own loader has read, before it is compiled and what it imports is looked for.
 * The loader of these lines of Node reads with the very function that `fs.promises` has, and looks it up each time:
 * https://github.com/nodejs/node/blob/v20.20.2/lib/internal/modules/esm/load.js#L42-L48
 * Modules that a loader of somebody else reads, and those that are reached by `require`, come another way.
 */
export function onEsSource(act: (file: string, text: string) => void): () => void {
  const { promises } = fs;
  const original = promises.readFile;
  let active = true;
  const tell = (url: URL, source: Buffer): Buffer => {
    if (active && SOURCE.test(url.pathname) && Buffer.isBuffer(source)) act(fileURLToPath(url), source.toString('latin1'));
    return source;
  };
  const watching = function readFile(this: unknown, ...args: [URL]) {
    const reading = Reflect.apply(original, this, args) as Promise<Buffer>;
    // The loader gives a URL and nothing else.
    return active && args.length === 1 && args[0] instanceof URL ? reading.then((source) => tell(args[0], source)) : reading;
  } as unknown as ReadFile;
  promises.readFile = watching;
  module.syncBuiltinESMExports();
  return () => {
    active = false;
    if (promises.readFile === watching) promises.readFile = original;
    module.syncBuiltinESMExports();
  };
}
