// Every view at both widths, light and dark: WCAG 2.2 AA by axe, nothing wider than the screen, and a picture to look
// at.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { NARROW, picture, violations, visit, WIDE, withoutBrowser } from './browser';
import { conversation, fill, openPage, order, traceId, type PageCollector } from './sample';

const FAILED = 3;
const failedSpan = order(FAILED, 0n).spans[2]!.spanId;
const VIEWS = [
  { name: 'traces', fragment: '#/traces', ready: '#traces .row' },
  { name: 'trace', fragment: `#/traces/${traceId(FAILED)}`, ready: '#waterfall .row' },
  { name: 'span', fragment: `#/traces/${traceId(FAILED)}?span=${failedSpan}`, ready: '.panel .failure' },
  { name: 'logs', fragment: '#/logs', ready: '#logs .row' },
  { name: 'metrics', fragment: '#/metrics', ready: '.chart canvas' },
  { name: 'map', fragment: '#/map', ready: '.node' },
  { name: 'ai', fragment: '#/ai', ready: '.ai-call' },
  { name: 'statistics', fragment: '#/statistics', ready: '.statistics td' },
] as const;

describe('WCAG 2.2 AA', { skip: withoutBrowser }, () => {
  let collector: PageCollector;
  before(async () => {
    collector = await openPage();
    fill(collector, 200);
    collector.store.add('traces', [conversation()]);
  });
  after(() => collector.close());

  for (const [size, viewport] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const { name, fragment, ready } of VIEWS) {
        test(`${name}, ${size}, ${colorScheme}`, async (t) => {
          const { page } = await visit(t, collector.pageUrl + fragment, { viewport, colorScheme });
          await page.locator(ready).first().waitFor();
          await picture(page, `${name}-${size}-${colorScheme}`);
          assert.deepEqual(await violations(page), []);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
        });
      }
    }
  }

  test('help, and nothing at all', async (t) => {
    const { page } = await visit(t, collector.pageUrl);
    await page.locator('#traces .row').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await picture(page, 'help');
    assert.deepEqual(await violations(page), []);
    const { page: nothing } = await visit(t, (await openPage(t)).pageUrl);
    await nothing.getByText('No trace yet').waitFor();
    assert.deepEqual(await violations(nothing), []);
    await picture(nothing, 'empty');
  });

  test('at 400 % zoom (320 px) nothing is cut off, and every target is at least 24 px', async (t) => {
    const { page } = await visit(t, collector.pageUrl + VIEWS[2].fragment, { viewport: { width: 320, height: 640 } });
    await page.locator(VIEWS[2].ready).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a.button, select, nav a, [role=option]')].flatMap((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width > 0 && (width < 24 || height < 24) ? [`${element.textContent}: ${width} × ${height}`] : [];
      }),
    );
    assert.deepEqual(small, []);
  });
});
