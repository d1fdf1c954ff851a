import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { codeCacheFile, readCodeCache } from './code-cache';
import { ReadBuffer } from '../scan/read-buffer';

/** More than a bundle or its code cache has, by far. */
const MAX_BYTES = 2 ** 25;

/** A bundle that was evaluated. */
export interface LoadedBundle {
  readonly exports: unknown;
  /** Its compiled form, to make a code cache from; undefined if the cache was not asked for. */
  readonly script: vm.Script;
}

/**
 * Evaluates a bundle of this package, from its code cache if there is a trustworthy one: compiling is the largest part
 * of loading it. A missing, foreign or outdated cache costs time and nothing else.
 */
export function loadBundle(file: string, buildId: string): LoadedBundle {
  const buffer = new ReadBuffer(MAX_BYTES);
  const source = module.wrap(readSource(file, buffer));
  const cachedData = readCodeCache(codeCacheFile(file, buildId), buffer);
  const script = new vm.Script(source, { filename: file, cachedData });
  buffer.free();
  const loaded = { exports: {} };
  (script.runInThisContext() as (...args: unknown[]) => void).call(
    loaded.exports,
    loaded.exports,
    module.createRequire(file),
    loaded,
    file,
    path.dirname(file),
  );
  return { exports: loaded.exports, script };
}

function readSource(file: string, buffer: ReadBuffer): string {
  const descriptor = fs.openSync(file, 'r');
  try {
    // The bundles are ASCII, which V8 keeps at one byte a character.
    return buffer.read(descriptor, fs.fstatSync(descriptor).size).toString('latin1');
  } finally {
    fs.closeSync(descriptor);
  }
}
