// Fluent at 50,000 spans: what the page does for a letter in the search or a turn of the wheel fits into its time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { picture, visit, withoutBrowser } from './browser';
import { fill, openPage, order, traceId } from './sample';

/** A frame of a display of 60 Hz. */
const FRAME_MS = 1000 / 60;
/** How far one turn of a wheel goes. Each in a frame of its own is faster than a hand. */
const TURN_PX = 100;
const TURNS = 240;

/**
 * How much time the page's main thread took of a processor meanwhile, in milliseconds: what else the machine does is
 * not in it.
 */
async function busy<T>(page: Page, work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const now = async (): Promise<number> =>
    1000 * (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ThreadTime')!.value;
  const before = await now();
  const result = await work();
  const ms = (await now()) - before;
  await session.detach();
  return { ms, result };
}

/** Types each of the texts into the search, and waits for the frame that shows what was found. */
function typing(page: Page, texts: string[]): Promise<void> {
  return page.evaluate(async (words) => {
    const field = document.querySelector<HTMLInputElement>('#search')!;
    for (const word of words) {
      field.value = word;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
  }, texts);
}

test('50,000 spans: a letter in the search takes less than 100 ms', { skip: withoutBrowser }, async (t) => {
  const collector = await openPage(t);
  fill(collector, 10_000);
  assert.equal(collector.store.spans.length, 50_000);
  const { page } = await visit(t, collector.pageUrl);
  await page.getByText('10,000 traces').waitFor();
  const texts = ['p', 'po', 'poo', 'pool', 'pool 1', 'pool 12', '', 'x', '/orders/99', 'shop', '', 'stock/1'];
  const { ms } = await busy(page, () => typing(page, texts));
  const each = ms / texts.length;
  t.diagnostic(`${each.toFixed(1)} ms each`);
  assert.ok(each < 100, `${each} ms`);
  await page.locator('#search').fill('http.route=/orders/:id status=error');
  await page.getByText('589 of 10,000 traces').waitFor();
  assert.ok((await page.locator('#traces .row').count()) < 60);
  await picture(page, 'scale-list');
});

test(
  'a trace of 5,000 spans: a turn of the wheel takes less than a frame, and only what is in sight exists',
  { skip: withoutBrowser },
  async (t) => {
    const collector = await openPage(t);
    const { spans } = order(0, BigInt(Date.now()) * 1_000_000n);
    const more = Array.from({ length: 4995 }, (_, at) => ({
      ...spans[3]!,
      spanId: `c${String(at).padStart(15, '0')}`,
      parentSpanId: spans[at % 3]!.spanId,
      name: `query ${at}`,
      startNs: spans[0]!.startNs + BigInt(at * 9000),
      endNs: spans[0]!.startNs + BigInt(at * 9000 + 400_000),
    }));
    collector.store.add('traces', [...spans, ...more]);
    const { page } = await visit(t, `${collector.pageUrl}#/traces/${traceId(0)}`);
    await page.getByText('5,000 spans ·').first().waitFor();
    const { ms, result: rows } = await busy(page, () =>
      page.evaluate(
        async ([turns, step]) => {
          const box = document.querySelector('#waterfall')!;
          let most = 0;
          for (let turn = 0; turn < turns!; turn++) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
            box.scrollTop += step!;
            most = Math.max(most, box.querySelectorAll('.row').length);
          }
          await new Promise((resolve) => requestAnimationFrame(resolve));
          return most;
        },
        [TURNS, TURN_PX],
      ),
    );
    const each = ms / TURNS;
    t.diagnostic(`${each.toFixed(1)} ms each, ${rows} rows`);
    assert.ok(rows < 90, `${rows} rows`);
    assert.ok(each < FRAME_MS, `${each} ms`);
    await page.locator('#waterfall').press('End');
    await page.locator('#waterfall .row[aria-posinset="5000"][aria-selected="true"]').waitFor();
    assert.equal(
      await page.locator('#waterfall .row').last().getAttribute('aria-posinset'),
      '5000',
      'rows are in the order in which they are seen',
    );
    await picture(page, 'scale-waterfall');
  },
);
