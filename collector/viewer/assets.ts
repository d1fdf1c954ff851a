// The files of the built page, read once.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Asset {
  type: string;
  bytes: Buffer;
  gzipped: Buffer;
  etag: string;
}

const FILES: Record<string, readonly [file: string, type: string]> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
};

/** Whether a folder holds a built page. */
export function isPageFolder(folder: string): boolean {
  return Object.values(FILES).every(([file]) => existsSync(path.join(folder, file)));
}

/** The files of the page by their path. No path of a request ever becomes the name of a file. */
export function createAssets(folder: string): (path: string) => Asset | undefined {
  const read = new Map<string, Asset>();
  return (wanted) => {
    if (!Object.hasOwn(FILES, wanted)) return undefined;
    let asset = read.get(wanted);
    if (!asset) {
      const [file, type] = FILES[wanted]!;
      const bytes = readFileSync(path.join(folder, file));
      read.set(
        wanted,
        (asset = {
          type,
          bytes,
          gzipped: gzipSync(bytes),
          etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`,
        }),
      );
    }
    return asset;
  };
}
