// The environment that PM2 packs into one variable for an app in a cluster; PM2 itself is in test/recipes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnvironment, unpackPm2 } from '../../lib/config';

const CASES: { name: string; packed: string; unpacked: Record<string, string | undefined> }[] = [
  {
    name: 'what is for firstlight is taken out',
    packed: JSON.stringify({
      OTEL_SERVICE_NAME: 'shop',
      LOG_LEVEL: 'debug',
      FIRSTLIGHT_STRICT: 'true',
      LOG_DIR: '/x',
      args: [],
    }),
    unpacked: {
      OTEL_SERVICE_NAME: 'shop',
      LOG_LEVEL: 'debug',
      FIRSTLIGHT_STRICT: 'true',
      LOG_DIR: undefined,
      args: undefined,
    },
  },
  { name: 'what is no text stays', packed: '{"OTEL_ENABLED":false}', unpacked: { OTEL_ENABLED: undefined } },
  {
    name: 'another’s variable of that name harms nothing',
    packed: 'not JSON',
    unpacked: { OTEL_SERVICE_NAME: undefined },
  },
  { name: 'nor does one that is null', packed: 'null', unpacked: { OTEL_SERVICE_NAME: undefined } },
];

for (const { name, packed, unpacked } of CASES)
  test(name, (t) => {
    const env = readEnvironment();
    const before = { ...env };
    t.after(() => {
      for (const key of Object.keys(env)) if (!Object.hasOwn(before, key)) delete env[key];
      Object.assign(env, before);
    });
    for (const key of Object.keys(unpacked)) delete env[key];
    env.pm2_env = packed;
    unpackPm2();
    for (const [key, value] of Object.entries(unpacked)) assert.equal(env[key], value, key);
  });
