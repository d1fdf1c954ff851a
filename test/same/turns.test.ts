import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { jsonLines, needsService, onEachRuntime, runApp } from '../support';

/** By how many microtasks a promise settles later than on bare Node.js; docs/compatibility.md says why. */
const LATE: Record<string, number> = {
  'pg, connect': 0,
  'pg, connect of a pool': 1,
  'pg, query': 0,
  'postgres, a query': 0,
  'mariadb, a query': 1,
  'generic-pool, acquire': 0,
  'redis 4, a command': 1,
  'redis 6, a command': 1,
  'knex, a query': 1,
  'mongoose, a query': 1,
  'cassandra-driver, execute': 1,
  'kafkajs, send': 1,
  'openai, a completion': 1,
};

interface Settled {
  name: string;
  class: string;
  turns: number;
}

onEachRuntime(({ binary }) => {
  let bare: Settled[];
  let preloaded: Settled[];
  before(async () => {
    [bare, preloaded] = (await Promise.all(
      (['none', 'import'] as const).map(async (preload) => {
        const env = { FIRSTLIGHT_CAPTURE: 'none' };
        const { stdout } = await runApp({ fixture: join(__dirname, 'turns.cjs'), node: binary, preload, env });
        return jsonLines(stdout).filter((line) => 'turns' in line) as unknown as Settled[];
      }),
    )) as [Settled[], Settled[]];
  });
  for (const [name, late] of Object.entries(LATE))
    test(`${name}: the promise settles ${late} microtasks later than on bare Node.js`, async (t) => {
      for (const service of ['postgres', 'mariadb', 'redis'] as const) if (!(await needsService(t, service))) return;
      const [before, after] = [bare, preloaded].map((all) => all.find((each) => each.name === name)!);
      assert.deepEqual(after, { ...before, turns: before!.turns + late });
    });
});
