// External links, as far as they can be judged without internet; `node scripts/links.mjs` follows them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Link {
  link: string;
  files: string[];
}
const links = import(pathToFileURL(join(__dirname, '..', 'scripts', 'links.mjs')).href).then((module) =>
  (module as { externalLinks(): Link[] }).externalLinks(),
);
const wrong = async (isWrong: (url: URL) => boolean): Promise<Link[]> =>
  (await links).filter(({ link }) => isWrong(new URL(link)));

/** Makers of what is used, and of the standards that are kept. */
const HOSTS = [
  'cloud.google.com',
  'cyclonedx.org',
  'docs.datadoghq.com',
  'getpino.io',
  'github.com',
  'grpc.io',
  'invisible-island.net',
  'keepachangelog.com',
  'nextjs.org',
  'no-color.org',
  'nodejs.org',
  'opentelemetry.io',
  'prometheus.io',
  'protobuf.dev',
  'semver.org',
  'tc39.es',
  'www.elastic.co',
  'www.iana.org',
  'www.w3.org',
];

/** A repository, an issue or pull request of it, or a file at a commit, tag or branch, perhaps with lines. */
const GITHUB = /^\/[\w.-]+\/[\w.-]+(?:\/(?:issues|pull)\/\d+|\/blob\/[\w.-]+\/[\w./-]+)?$/;

test('there are links, all by https, to hosts that are known', async () => {
  assert.ok((await links).length > 30);
  assert.deepEqual(await wrong(({ protocol, hostname }) => protocol !== 'https:' || !HOSTS.includes(hostname)), []);
  const used = new Set((await links).map(({ link }) => new URL(link).hostname));
  assert.deepEqual(
    HOSTS.filter((host) => !used.has(host)),
    [],
  );
});

test('a page has one address: none with and without a slash at its end', async () => {
  const all = new Set((await links).map(({ link }) => link.replace(/#.*$/, '')));
  assert.deepEqual(
    [...all].filter((link) => all.has(`${link}/`)),
    [],
  );
});

test('links to GitHub are of a form that exists', async () => {
  assert.deepEqual(
    await wrong(
      ({ hostname, pathname, hash, search }) =>
        hostname === 'github.com' && !(GITHUB.test(pathname) && search === '' && /^(?:#[\w-]+)?$/.test(hash)),
    ),
    [],
  );
});
