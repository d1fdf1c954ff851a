// Debian's Chromium, and pages of it that fail the test when anything on them goes wrong.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { source as axeSource, type AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { root } from '../support/app';
import { until } from '../support/deadline';

const BINARY = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where screenshots are kept; outside git. */
const artifacts = join(root, 'test', '.artifacts', 'page');

/** The widths that the page is made for. */
export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };

/** Why tests with a browser are skipped; false where there is one. Under CI=true a missing one fails them. */
export const withoutBrowser: string | false =
  BINARY === undefined && process.env.CI !== 'true' ? 'Chromium is not installed (Debian package chromium)' : false;

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

export interface Visit {
  page: Page;
  /**
   * What went wrong on the page so far: exceptions, console errors (those of the content security policy too), requests
   * to elsewhere.
   */
  faults: string[];
}

/**
 * Opens a page with a profile of its own. When the test ends without a fault, it is closed; with one, the test fails.
 */
export async function visit(t: TestContext, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  browser ??= chromium.launch({ executablePath: BINARY, args: FLAGS });
  const context = await (
    await browser
  ).newContext({
    viewport: WIDE,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) faults.push(`request to ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
  await page.goto(url);
  return { page, faults };
}

/** Keeps a picture of the page. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`) });
}

/** What violates WCAG 2.2 A and AA, a line each. */
export async function violations(page: Page): Promise<string[]> {
  // As the debugger does: the page's own policy lets no such script in.
  await page.evaluate(axeSource);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.any.map(({ message }) => message).join('; ')}`,
    ),
  );
}

/** Waits until there are so many of them. */
export const waitForCount = (locator: Locator, count: number): Promise<void> =>
  until(async () => (await locator.count()) === count, `${count} of ${String(locator)}`);
