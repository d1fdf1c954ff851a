import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNoticeRateLimiter, type DueNotice, type Notice } from '../../../lib/export';

const unreachable = (signal: Notice['signal']): Notice => ({
  code: 'FL_EXPORT_UNREACHABLE',
  signal,
  endpoint: 'http://localhost:4317',
  cause: 'refused',
  items: 2,
});

test('the first notice is written, its like within a minute are counted', () => {
  const written: DueNotice[] = [];
  let now = 0;
  const limiter = createNoticeRateLimiter(
    (notice) => written.push(notice),
    () => now,
  );
  limiter(unreachable('traces'));
  limiter(unreachable('logs'));
  now = 59_999;
  limiter(unreachable('traces'));
  assert.equal(written.length, 1, 'signals of one endpoint fail as one');
  now = 60_000;
  limiter(unreachable('traces'));
  assert.equal(written.length, 2);
  assert.equal(written[1]!.repeated, 2);
  assert.equal(written[1]!.items, 6, 'the items of what was held back are added up');
});

test('an endpoint that does not know a signal is a notice for each signal', () => {
  const written: DueNotice[] = [];
  const limiter = createNoticeRateLimiter(
    (notice) => written.push(notice),
    () => 0,
  );
  for (const signal of ['logs', 'metrics', 'logs'] as const)
    limiter({ code: 'FL_EXPORT_UNIMPLEMENTED', signal, endpoint: 'http://localhost:4317' });
  assert.deepEqual(
    written.map(({ signal }) => signal),
    ['logs', 'metrics'],
  );
});

test('drops of all signals are one kind and add up by priority; what is held back is reported at the end', () => {
  const written: DueNotice[] = [];
  const limiter = createNoticeRateLimiter(
    (notice) => written.push(notice),
    () => 0,
  );
  const drop = (dropped: Notice['dropped'], items: number) => limiter({ code: 'FL_EXPORT_DROPPED', items, dropped });
  drop({ minor_logs: 2 }, 2);
  drop({ minor_logs: 1, traces: 4 }, 5);
  drop({ traces: 1 }, 1);
  assert.deepEqual(
    written.map(({ items, dropped }) => ({ items, dropped })),
    [{ items: 2, dropped: { minor_logs: 2 } }],
  );
  limiter.flush();
  limiter.flush();
  assert.deepEqual(
    written.slice(1).map(({ items, dropped }) => ({ items, dropped })),
    [{ items: 6, dropped: { minor_logs: 1, traces: 5 } }],
  );
});

const refused = (items: number): Notice => ({
  code: 'FL_EXPORT_REJECTED',
  signal: 'traces',
  endpoint: 'http://localhost:4317',
  cause: 'no such tenant',
  items,
});

for (const ending of ['when the process ends', 'when the minute is over'])
  test(`refusals are counted in full: those that were held back are written ${ending}`, () => {
    const written: DueNotice[] = [];
    const waiting: { run: () => void; ms: number }[] = [];
    const limiter = createNoticeRateLimiter(
      (notice) => written.push(notice),
      () => 0,
      (run, ms) => waiting.push({ run, ms }),
    );
    for (let count = 0; count < 5; count++) limiter(refused(512));
    assert.deepEqual(
      waiting.map(({ ms }) => ms),
      [60_000],
    );
    if (ending === 'when the process ends') limiter.flush();
    waiting[0]!.run();
    limiter.flush();
    assert.deepEqual(
      written.map(({ items, cause }) => ({ items, cause })),
      [512, 2_048].map((items) => ({ items, cause: 'no such tenant' })),
    );
  });

test('what was tried again is no loss: it is not written at the end', () => {
  const written: DueNotice[] = [];
  const limiter = createNoticeRateLimiter(
    (notice) => written.push(notice),
    () => 0,
  );
  limiter(unreachable('traces'));
  limiter(unreachable('traces'));
  limiter.flush();
  assert.equal(written.length, 1);
});
