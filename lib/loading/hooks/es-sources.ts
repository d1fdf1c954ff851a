import fs from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { isCalledByEsLoader } from './caller';
import { isEsModule } from '../scan/package-entry';

type ReadFile = typeof fs.promises.readFile;

/** What can be a module: by its ending, or without one. */
const SOURCE = /(?:\.[cm]?[jt]s|\/[^/.]*)$/;

/**
 * Whether {@link onEsSource} sees what this Node imports: 20 and, up to 22.14, 22. Neither line will change in this.
 */
export function showsEsSources([major = 0, minor = 0] = process.versions.node.split('.').map(Number)): boolean {
  return major === 20 || (major === 22 && minor < 15);
}

export interface SourceReader {
  /** Is shown each module, before it is compiled and what it imports is looked for. */
  read?(file: string, text: string): void;
  /** Whether a module may get another text, and that text. */
  isTarget(url: string): boolean;
  open(url: string, text: string): string | undefined;
}

/**
 * Shows each ES module that Node's own loader reads. The loader of these lines of Node reads with the very function
 * that `fs.promises` has, and looks it up each time:
 * https://github.com/nodejs/node/blob/v20.20.2/lib/internal/modules/esm/load.js#L42-L48 Modules that a loader of
 * someone else reads, and those that are reached by `require`, come another way.
 */
export function onEsSource({ read, isTarget, open }: SourceReader): () => void {
  const { promises } = fs;
  const original = promises.readFile;
  let active = true;
  const show = (url: URL, source: Buffer, isOpened: boolean): Buffer => {
    if (!active || !SOURCE.test(url.pathname) || !Buffer.isBuffer(source)) return source;
    const file = fileURLToPath(url);
    read?.(file, source.toString('latin1'));
    const text = isOpened && isEsModule(file) ? open(url.href, source.toString()) : undefined;
    return text === undefined ? source : Buffer.from(text);
  };
  const watching = function readFile(this: unknown, ...args: [URL]) {
    const reading = Reflect.apply(original, this, args) as Promise<Buffer>;
    // The loader gives a URL and nothing else.
    if (!active || args.length !== 1 || !(args[0] instanceof URL)) return reading;
    // The app is to see the file as it is.
    const isOpened = isTarget(args[0].href) && isCalledByEsLoader(3);
    return reading.then((source) => show(args[0], source, isOpened));
  } as unknown as ReadFile;
  promises.readFile = watching;
  module.syncBuiltinESMExports();
  return () => {
    active = false;
    if (promises.readFile === watching) promises.readFile = original;
    module.syncBuiltinESMExports();
  };
}
