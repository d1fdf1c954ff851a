// What strangers send is shown as text, and does nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, visit, withoutBrowser } from './browser';
import { openPage, order, traceId } from './sample';

/** Each would call alert, leave the page, or load something, where it is interpreted. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  "'-alert(4)-'",
  'javascript:alert(5)',
  '{{constructor.constructor("alert(6)")()}}',
  '<iframe srcdoc="<script>parent.alert(7)</script>">',
  '<a href=javascript:alert(8)>click</a>',
  '<style>*{display:none!important}</style>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '\u202egpj.exe',
  'a\u0000b\u001b[2J',
  '\ud800 alone',
  '__proto__',
  'x'.repeat(100_000),
];

test('hostile names, attributes, events, links and log lines', { skip: withoutBrowser }, async (t) => {
  const collector = await openPage(t);
  const {
    spans: [root, ...rest],
    logs,
  } = order(0, BigInt(Date.now()) * 1_000_000n);
  const attributes = Object.fromEntries(HOSTILE.map((text) => [text.slice(0, 200), text]));
  Object.defineProperty(attributes, '__proto__', { value: HOSTILE[0], enumerable: true });
  const hostile = HOSTILE.map((text, at) => ({
    ...root!,
    spanId: `b${at}`.padEnd(16, '0'),
    parentSpanId: root!.spanId,
    name: text,
    attributes,
    resource: { 'service.name': text },
    status: { code: 'ERROR' as const, message: text },
    events: [{ name: text, timeNs: root!.startNs, attributes }],
    links: [{ traceId: text, spanId: text, attributes }],
    scope: { name: text, version: text },
  }));
  collector.store.add('traces', [
    {
      ...root!,
      name: HOSTILE[0]!,
      attributes: {
        ...root!.attributes,
        'http.route': HOSTILE[1],
        'url.path': HOSTILE[2],
        'http.request.method': HOSTILE[3],
      },
    },
    ...rest,
    ...hostile,
  ]);
  collector.store.add(
    'logs',
    HOSTILE.map((text, at) => ({
      ...logs[0]!,
      body: text,
      attributes,
      resource: { 'service.name': text },
      spanId: hostile[at]!.spanId,
    })),
  );
  collector.store.add(
    'metrics',
    HOSTILE.map((text) => ({
      name: text,
      unit: text,
      description: text,
      type: 'gauge',
      resource: { 'service.name': text, 'process.pid': 1 },
      scope: { name: text },
      points: [{ attributes: {}, timeNs: root!.startNs, flags: 0, exemplars: [], value: 1 }],
    })),
  );

  // Exceptions, dialogs, requests to elsewhere, and complaints of the content security policy fail the visit.
  const { page } = await visit(t, collector.pageUrl);
  await page.locator('#traces .row').click();
  await page.locator('#waterfall .row').filter({ hasText: 'onerror' }).first().waitFor();
  for (const at of [0, 1, 4, 9, 11, 14]) {
    await page.goto(`${collector.pageUrl}#/traces/${traceId(0)}?span=${hostile[at]!.spanId}`);
    await page.locator('.panel .failure').waitFor();
    await page.locator('.panel summary').click();
    assert.ok((await page.locator('.panel').innerText()).includes('</script><script>alert(2)</script>'));
  }
  await picture(page, 'hostile');
  await page.getByRole('link', { name: 'Logs' }).click();
  await page.locator('#logs .row').filter({ hasText: 'onerror' }).first().click();
  assert.equal(await page.locator('.panel .body').innerText(), HOSTILE[0]);
  await page.getByRole('link', { name: 'Metrics' }).click();
  await page.locator('.chart', { hasText: 'onerror' }).first().waitFor();
  await page.getByRole('link', { name: 'Map' }).click();
  await page.locator('.node').first().waitFor();
  assert.equal(
    await page.evaluate(
      () => document.querySelectorAll('iframe, img[src=x], main script, main style, a[href^="javascript"]').length,
    ),
    0,
  );
  assert.equal(new URL(page.url()).origin, new URL(collector.pageUrl).origin);
});
