// The whole page by keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../support/deadline';
import { visit, withoutBrowser, waitForCount } from './browser';
import { fill, openPage, order } from './sample';

test('search, open, walk through a trace, copy, and back', { skip: withoutBrowser }, async (t) => {
  const collector = await openPage(t);
  fill(collector, 60);
  const { page } = await visit(t, collector.pageUrl);
  await page.locator('#traces .row').first().waitFor();
  assert.match(await page.locator('#traces .row').first().innerText(), /502/);
  await page.keyboard.press('e');
  await page.locator('#traces .row').first().filter({ hasText: /201/ }).waitFor();

  await page.keyboard.press('/');
  await page.keyboard.type('pool /orders/20');
  await page.getByText('1 of 60 traces').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('#waterfall .row').first().waitFor();

  await page.locator('#waterfall').focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await page.locator('.panel h3', { hasText: 'GET /stock/:id' }).waitFor();
  await waitForCount(page.locator('#waterfall .row'), 9);
  await page.keyboard.press('ArrowLeft');
  await waitForCount(page.locator('#waterfall .row'), 6);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('l');
  await waitForCount(page.locator('#waterfall .row'), 5);
  await page.keyboard.press('l');
  await page.keyboard.press('c');
  await page.getByText('curl command copied').waitFor();
  assert.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    'curl --globoff --url http://localhost:3000/stock/20',
  );
  // What is chosen survives a reload, and comes with the address.
  await page.reload();
  await page.locator('.panel h3', { hasText: 'GET /stock/:id' }).waitFor();
  assert.match(page.url(), new RegExp(`span=${order(20, 0n).spans[2]!.spanId}$`));
  await page.keyboard.press('Escape');
  await waitForCount(page.locator('.panel'), 0);
  await page.keyboard.press('Escape');
  await page.locator('.detail').waitFor({ state: 'detached' });
});

test('views, theme, pause and help; single keys can be switched off', { skip: withoutBrowser }, async (t) => {
  const collector = await openPage(t);
  fill(collector, 5);
  const { page } = await visit(t, collector.pageUrl);
  await page.locator('#traces .row').first().waitFor();
  for (const [key, heading] of [
    ['2', 'Logs'],
    ['3', 'Metrics'],
    ['4', 'Service map'],
    ['1', 'Traces'],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator(`main > [aria-label="${heading}"], main > * > [aria-label="${heading}"]`).first().waitFor();
  }
  const dark = (): Promise<boolean> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor === 'rgb(16, 20, 29)');
  assert.equal(await dark(), false);
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  await until(dark, 'the dark theme');
  await page.reload();
  await until(dark, 'the dark theme, after a reload');

  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'paused: go on' }).waitFor();
  fill(collector, 9);
  await page.keyboard.press('p');
  await page.getByText('9 traces').waitFor();

  await page.keyboard.press('?');
  await page.getByRole('dialog').getByRole('checkbox').click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('2');
  await waitForCount(page.locator('#logs'), 0);
});
