import fs from 'node:fs';
import path from 'node:path';
import { readEnvironment } from '../../config/environment';
import { splitNodeOptions } from '../process/node-options';
import type { ReadBuffer } from '../scan/read-buffer';

/** Flags of V8 that images set, with their values: it refuses code that was compiled under others. */
const V8_FLAG = /^--((?:max|min|initial)[-_](?:old|new|semi|heap|young)[-_\w]*=\d+|stack[-_]size=\d+|jitless)$/;

/**
 * Where the compiled code of a bundle is kept: in the package's own folder, for exactly this V8, its flags and exactly
 * this text of the bundle. V8 checks its version, its flags and the length of the text by itself, but not the text.
 */
export function codeCacheFile(bundle: string, buildId: string): string {
  const { v8, modules } = process.versions;
  const flags = [...splitNodeOptions(readEnvironment().NODE_OPTIONS ?? ''), ...process.execArgv]
    .map((flag) => V8_FLAG.exec(flag)?.[1]?.replaceAll('_', '-'))
    .filter(Boolean);
  return path.join(
    path.dirname(bundle),
    'cache',
    `${[path.basename(bundle, '.js'), buildId, v8, modules, process.arch, ...new Set(flags)].join('-')}.bin`,
  );
}

/**
 * Reads the code cache, or undefined if there is none that can be trusted. A code cache is executable: it counts only
 * when the file and its folder belong to root or to the user who runs, and no one else can write them. If the system
 * has no owners (Windows) no cache is read.
 */
export function readCodeCache(file: string, buffer: ReadBuffer): Buffer | undefined {
  try {
    if (!isOurs(fs.statSync(path.dirname(file)))) return undefined;
    const descriptor = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0));
    try {
      const stat = fs.fstatSync(descriptor);
      return stat.isFile() && isOurs(stat) ? buffer.read(descriptor, stat.size) : undefined;
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

const WRITABLE_BY_OTHERS = 0o022;

function isOurs({ uid, mode }: fs.Stats): boolean {
  const user = process.geteuid?.();
  return user !== undefined && (uid === 0 || uid === user) && (mode & WRITABLE_BY_OTHERS) === 0;
}
