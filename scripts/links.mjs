// External links of the docs and of comments: which there are, and, run by hand where there is internet, which of them
// lead nowhere.
//  node scripts/links.mjs
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const LEFT_OUT = /(?:^|[\\/])(?:node_modules|dist|\.[^\\/]+)(?:[\\/]|$)/;
const AT_ONCE = 4;
const TIMEOUT_MS = 20_000;

const listed = (folder, pattern) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => pattern.test(name) && !LEFT_OUT.test(name));

/** Links that can be followed: those of Markdown, and what begins like one in a comment. */
const inMarkdown = (text) =>
  [...text.replace(/^```[^]*?^```/gm, '').matchAll(/\]\((https?:\/\/[^\s)]+)\)|<(https?:\/\/[^\s>]+)>/g)].map(
    ([, link, bare]) => link ?? bare,
  );
const inComments = (text) =>
  (text.match(/(?:^|\s)(?:\/\/|\/?\*).*$/gm) ?? [])
    .flatMap((comment) => comment.match(/https?:\/\/[^\s)>'"`|]+/g) ?? [])
    .map((link) => link.replace(/[.,;:]+$/, ''));

/** Every external link with the files that it is in. */
export function externalLinks() {
  const found = new Map();
  const add = (file, links) =>
    links.forEach((link) => found.set(link, (found.get(link) ?? new Set()).add(file.replaceAll('\\', '/'))));
  for (const file of [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...['docs', 'benchmarks', 'deploy', 'examples'].flatMap((folder) => listed(folder, /\.md$/)),
  ]) {
    add(file, inMarkdown(readFileSync(path.join(root, file), 'utf8')));
  }
  for (const file of ['lib', 'bin', 'collector', 'scripts'].flatMap((folder) => listed(folder, /\.m?tsx?$|\.mjs$/)))
    add(file, inComments(readFileSync(path.join(root, file), 'utf8')));
  return [...found]
    .filter(([link]) => !/^http:\/\/(?:localhost|127\.0\.0\.1)\b/.test(link))
    .map(([link, files]) => ({ link, files: [...files] }))
    .sort((a, b) => (a.link < b.link ? -1 : 1));
}

/** What is wrong with a link; undefined where something answers. An anchor is not looked for. */
async function fault(link) {
  try {
    const response = await fetch(link, {
      redirect: 'follow',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'user-agent': 'Mozilla/5.0 (link check)' },
    });
    await response.body?.cancel();
    return response.ok ? undefined : `${response.status}`;
  } catch (error) {
    return error.cause?.message ?? error.message;
  }
}

async function checkAll() {
  const waiting = externalLinks();
  let broken = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const what = await fault(next.link);
        if (what === undefined) continue;
        broken += 1;
        console.log(`${next.link}: ${what} (${next.files.join(', ')})`);
      }
    }),
  );
  console.log(broken === 0 ? 'every link leads somewhere' : `${broken} links lead nowhere`);
  process.exitCode = broken === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await checkAll();
