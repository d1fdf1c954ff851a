// Fluent at 50,000 spans: what the page does for a letter in the search or a turn of the wheel fits into its time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { picture, visit, withoutBrowser } from './browser';
import { fill, openPage, order, traceId } from './sample';

/** A frame of a display of 60 Hz. */
const FRAME_MS = 1000 / 60;

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** How long each of the texts keeps the page busy, from the key to the new layout, in milliseconds. */
function typing(page: Page, texts: string[]): Promise<number[]> {
  return page.evaluate(async (words) => {
    const field = document.querySelector<HTMLInputElement>('#search')!;
    const times: number[] = [];
    for (const word of words) {
      const start = performance.now();
      field.value = word;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.resolve();
      await Promise.resolve();
      document.querySelector<HTMLElement>('.virtual')!.getBoundingClientRect();
      times.push(performance.now() - start);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return times;
  }, texts);
}

test('50,000 spans: a letter in the search takes less than 100 ms', { skip: withoutBrowser }, async (t) => {
  const collector = await openPage(t);
  fill(collector, 10_000);
  assert.equal(collector.store.spans.length, 50_000);
  const { page } = await visit(t, collector.pageUrl);
  await page.getByText('10,000 traces').waitFor();
  const times = await typing(page, ['p', 'po', 'poo', 'pool', 'pool 1', 'pool 12', '', 'x', '/orders/99', 'shop', '', 'stock/1']);
  t.diagnostic(`median ${median(times).toFixed(1)} ms, most ${times.at(-1)!.toFixed(1)} ms`);
  assert.ok(median(times) < 100, `${times.join(' ')} ms`);
  await page.getByRole('combobox', { name: 'Route' }).selectOption('/orders/:id');
  assert.ok(await page.locator('#traces .row').count() < 60);
  await picture(page, 'scale-list');
});

test('a trace of 5,000 spans: a turn of the wheel takes less than a frame, and only what is in sight exists', { skip: withoutBrowser }, async (t) => {
  const collector = await openPage(t);
  const { spans } = order(0, BigInt(Date.now()) * 1_000_000n);
  const more = Array.from({ length: 4995 }, (_, at) => ({ ...spans[3]!, spanId: `c${at}`.padEnd(16, '0'), parentSpanId: spans[at % 3]!.spanId, name: `query ${at}`, startNs: spans[0]!.startNs + BigInt(at * 9000), endNs: spans[0]!.startNs + BigInt(at * 9000 + 400_000) }));
  collector.store.add('traces', [...spans, ...more]);
  const { page } = await visit(t, `${collector.pageUrl}#/traces/${traceId(0)}`);
  await page.getByText('5,000 spans ·').first().waitFor();
  const { times, rows, reached } = await page.evaluate(async () => {
    const box = document.querySelector('#waterfall')!;
    const busy: number[] = [];
    let most = 0;
    for (let turn = 0; turn < 120; turn++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      box.scrollTop += 1100;
      box.dispatchEvent(new Event('scroll'));
      await Promise.resolve();
      await Promise.resolve();
      box.getBoundingClientRect();
      busy.push(performance.now() - start);
      most = Math.max(most, box.querySelectorAll('.row').length);
    }
    return { times: busy, rows: most, reached: box.scrollTop + box.clientHeight >= box.scrollHeight - 1 };
  });
  t.diagnostic(`median ${median(times).toFixed(1)} ms, 95 % within ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms, ${rows} rows`);
  assert.ok(reached);
  assert.ok(rows < 90, `${rows} rows`);
  assert.ok(median(times) < FRAME_MS, `${median(times)} ms`);
  assert.match(await page.locator('#waterfall .row').last().innerText(), /publish|query/);
  await picture(page, 'scale-waterfall');
});
