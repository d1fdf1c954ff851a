// Writes log lines inside a request, with request and trace IDs on each. See log-writers.cjs for who writes them.
'use strict';

const http = require('node:http');
const { AsyncLocalStorage } = require('node:async_hooks');
const { control } = require('./control.cjs');

const BURST = 100;
const SAMPLED = 16;
const storage = new AsyncLocalStorage();
const logger = require('./log-writers.cjs')[process.argv[2]](storage);
const turn = () => new Promise((resolve) => setImmediate(resolve));
const nanoseconds = (since) => Number(process.hrtime.bigint() - since);

async function write(lines) {
  const calls = [];
  for (let index = 0; index < lines; index += 1) {
    const timed = index % SAMPLED === 0 && process.hrtime.bigint();
    logger.info('bench line', { user: 'ada', items: index, path: '/orders/42' });
    if (timed) calls.push(nanoseconds(timed));
    // Bursts with turns between them, as an app's requests are: a loop that never yields measures only buffers.
    if (index % BURST === BURST - 1) await turn();
  }
  const before = process.hrtime.bigint();
  for (let index = 0; index < lines; index += 1) logger.debug('bench line that is not written', { items: index });
  const disabledNs = nanoseconds(before) / lines;
  calls.sort((a, b) => a - b);
  return { callP99Us: calls[Math.floor(calls.length * 0.99)] / 1000, disabledNs };
}

const ids = {
  request_id: '3f0c6f0e-7d0f-4c3e-9a53-0c6f3f6f4b11',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  trace_flags: '01',
};
control(
  http.createServer((request, response) => {
    const lines = Number(request.url.split('=')[1]);
    void storage.run(ids, () => write(lines)).then((result) => response.end(JSON.stringify(result)));
  }),
);
