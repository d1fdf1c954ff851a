import assert from 'node:assert/strict';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type AppOptions,
  explain,
  onEachRuntime,
  onlySpan,
  preloadFile,
  root,
  runApp,
  temporaryFolder,
} from '../support';

interface Case {
  title: string;
  options: () => Partial<AppOptions>;
}

const elsewhere = temporaryFolder();

/** The built package, copied to a folder, as people copy it into images. */
function copyTo(folder: string): string {
  for (const part of ['register.js', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  return join(folder, 'register.js');
}

function linked(): string {
  const link = join(temporaryFolder(), 'link.js');
  symlinkSync(preloadFile, link);
  return link;
}

const everywhere: Case[] = [
  {
    title: '--import ./register.js from the repository root',
    options: () => ({ preloadPath: './register.js', cwd: root }),
  },
  { title: 'NODE_OPTIONS from another directory', options: () => ({ preload: 'options', cwd: elsewhere }) },
  { title: '--require from another directory', options: () => ({ preload: 'require', cwd: elsewhere }) },
];
const once: Case[] = [
  {
    title: '--import of a file URL',
    options: () => ({ preloadPath: pathToFileURL(preloadFile).href, cwd: elsewhere }),
  },
  { title: '--import through a symbolic link', options: () => ({ preloadPath: linked(), cwd: elsewhere }) },
  {
    title: '--require through a symbolic link',
    options: () => ({ preload: 'require', preloadPath: linked(), cwd: elsewhere }),
  },
  {
    title: '--import from a path with spaces',
    options: () => ({ preloadPath: copyTo(join(temporaryFolder(), 'with some spaces')), cwd: elsewhere }),
  },
  {
    title: 'NODE_OPTIONS with a path with spaces',
    options: () => ({
      preload: 'options',
      preloadPath: copyTo(join(temporaryFolder(), 'with some spaces')),
      cwd: elsewhere,
    }),
  },
];

function declare({ title, options }: Case, node?: string): void {
  for (const app of ['server.cjs', 'server.mjs']) {
    test(`${title}: ${app} is traced and its requests are logged`, async () => {
      const result = await runApp({
        fixture: `preload/${app}`,
        node,
        ...options(),
        requests: async ({ url }) => {
          await (await fetch(url)).text();
        },
      });
      explain(result, ({ out, spans }) => {
        const server = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
        const completed = out.filter(({ message }) => message === 'request completed');
        assert.equal(completed.length, 1);
        assert.equal(completed[0]?.trace_id, server.traceId);
      });
    });
  }
}

onEachRuntime(({ binary }) => everywhere.forEach((each) => declare(each, binary)), { every: true });
describe('paths', () => once.forEach((each) => declare(each)));
