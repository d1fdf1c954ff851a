// Mocks modules in each way that esmock has, and prints what code gets that imports them.
import esmock from 'esmock';

const fakes = () => ({
  'node:fs': { readFileSync: () => 'fake file' },
  'node:http': { get: () => 'fake answer' },
  express: () => 'fake app',
  pg: {
    Pool: class {
      fake = 'fake pool';
    },
  },
});
const seen = {};
const { greet } = await esmock('./greets.mjs', { ...fakes(), './named.mjs': { name: 'fake' } });
seen.partial = greet();
const again = await esmock('./greets.mjs', { ...fakes(), './named.mjs': { name: 'another' } });
seen.again = again.greet();
seen.strict = await esmock
  .strict('./greets.mjs', { ...fakes(), './named.mjs': { name: 'strict', greeting: 'none' } })
  .then((module) => module.greet());
seen.global = (await esmock('./greets.mjs', {}, fakes())).greet();
seen.exports = Object.keys(await esmock('./named.mjs', {}));
seen.missing = await esmock('./no-such.mjs', {}).catch((error) => error.message.split('\n')[0].replace(/\/.*\//g, ''));
const { get } = await import('node:http');
const { default: express } = await import('express');
seen.real = [get.name, express.name, (await import('./named.mjs')).name];
process.stdout.write(`${JSON.stringify(seen)}\n`);
