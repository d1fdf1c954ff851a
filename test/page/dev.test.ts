// A real app under `firstlight dev`, real requests, real clicks.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fixture, startCli } from '../bin/cli';
import { picture, visit, withoutBrowser, waitForCount } from './browser';

test(
  'requests of a real app appear while one looks, with their log lines, and go into a file',
  { skip: withoutBrowser },
  async (t) => {
    const cli = startCli(['dev', '--json', '--grpc-port=0', '--http-port=0', 'node', fixture('shop.mjs')], {
      env: { OTEL_SERVICE_NAME: 'shop' },
    });
    t.after(() => cli.child.kill('SIGKILL'));
    const first = await cli.stderr.waitFor((line) => line.includes('collector started'));
    assert.equal(cli.stderr.lines()[0], first);
    const { pageUrl } = JSON.parse(first) as { pageUrl: string };
    const port = (await cli.line((line) => line.startsWith('listening '))).split(' ')[1]!;
    const { page } = await visit(t, pageUrl, { acceptDownloads: true });
    await page.getByText('No trace yet').waitFor();

    for (const name of ['tea', 'milk', 'none', 'sugar'])
      await (await fetch(`http://127.0.0.1:${port}/orders/${name}`)).text();
    await page.getByText('4 traces').waitFor();
    const rows = page.locator('#traces .row');
    assert.match(await rows.first().innerText(), /\/orders\/none[\s\S]*502/);
    await page.getByRole('combobox', { name: 'Status' }).selectOption('error');
    await page.getByText('1 of 4 traces').waitFor();
    await rows.first().click();

    const waterfall = page.locator('#waterfall .row');
    await waterfall.filter({ hasText: 'the stock is out of reach' }).waitFor();
    await waitForCount(waterfall.filter({ has: page.locator('.span-bar') }), 3);
    await waterfall.filter({ hasText: 'server of shop' }).last().click();
    await page.locator('.panel').getByText('/stock/none').first().waitFor();
    await page.locator('.panel').getByText('looking for none').waitFor();
    await page.locator('.panel').getByRole('button', { name: 'Copy as curl' }).click();
    const curl = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(curl, /^curl --globoff --url http:\/\/(127\.0\.0\.1|localhost):\d+\/stock\/none$/);
    assert.equal((await fetch(curl.split(' ').at(-1)!)).status, 500);
    await picture(page, 'dev-trace');

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    assert.deepEqual(
      lines.map((line) => Object.keys(line)),
      [['resourceSpans'], ['resourceLogs']],
    );

    await page.getByRole('link', { name: 'Logs' }).click();
    // The query goes along.
    await page.locator('#search').fill('');
    await page.locator('#logs .row').filter({ hasText: 'looking for sugar' }).waitFor();
    await fetch(`http://127.0.0.1:${port}/orders/lemon`);
    await page.locator('#logs .row').filter({ hasText: 'looking for lemon' }).waitFor();
    await picture(page, 'dev-logs');
    await page.getByRole('link', { name: 'Metrics' }).click();
    for (const title of ['Requests', 'Errors', 'Latency', 'Event loop delay', 'Memory'])
      await page.locator('.chart h2', { hasText: title }).first().waitFor();
    await picture(page, 'dev-metrics');
    await page.getByRole('link', { name: 'Map' }).click();
    await page.locator('.node', { hasText: 'shop' }).click();
    await page.waitForURL(/q=service%3Dshop/);
    cli.child.kill('SIGTERM');
    assert.equal((await cli.ended()).code, 0, cli.stderr.text());
    await page.getByRole('button', { name: /not connected/ }).waitFor();
  },
);
