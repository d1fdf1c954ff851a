import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultQueueBytes } from '../../../lib/export/queue/default-queue-bytes';

const MB = 1024 * 1024;
const CASES: [what: string, constrained: number | undefined, flags: string, expected: number][] = [
  ['nothing limits memory', undefined, '', 64 * MB],
  ['there is no control group', 0, '', 64 * MB],
  ['a control group has no limit', 2 ** 64, '', 64 * MB],
  ['a large container', 4096 * MB, '', 64 * MB],
  ['a container of 96 MB', 96 * MB, '', Math.floor(9.6 * MB)],
  ['a heap of 200 MB', 0, '--max-old-space-size=200', 20 * MB],
  ['the same in the spelling of V8', 0, '--expose-gc --max_old_space_size 200', 20 * MB],
  ['the last flag', 0, '--max-old-space-size=200 --max-old-space-size=100', 10 * MB],
  ['the smaller of both', 150 * MB, '--max-old-space-size=100', 10 * MB],
  ['hardly any memory', 5 * MB, '', MB],
];

for (const [what, constrained, flags, expected] of CASES)
  test(`${what}: ${(expected / MB).toFixed(1)} MiB wait at most`, () =>
    assert.equal(defaultQueueBytes({ constrained, flags }), expected));
