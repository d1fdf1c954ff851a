// The real exporter thread and a real collector, with a link between them that a test can break.
import { after, before } from 'node:test';
import { type Collector, type Reply, startCollector } from '../../collector';
import { DEADLINE_MS } from '../support';
import { until } from '../support/deadline';
import { openExporter, type TestExporter } from '../support/exporter';
import { openLink } from '../support/link';

export const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];
/** Far above what a loaded machine takes for an answer: a second try for that reason would be counted as a fault. */
export const TIMEOUT_MS = 4_000;
export const SIDE_BY_SIDE = { concurrency: 4 };
const collectors: Collector[] = [];
after(() => Promise.all(collectors.map((collector) => collector.close())));

/** A collector that gives the listed answers first, then takes everything. */
export async function collect(answers: Reply[] = [], options: Parameters<typeof startCollector>[0] = {}) {
  const times: number[] = [];
  const collector = await startCollector({
    // All that arrives is counted.
    maxBytes: 256 * 1024 * 1024,
    ...options,
    respond: () => {
      times.push(Date.now());
      return answers.shift();
    },
  });
  collectors.push(collector);
  const counts = () => {
    const found: Record<string, number> = {};
    for (const { name } of collector.store.spans) found[name] = (found[name] ?? 0) + 1;
    return found;
  };
  return {
    collector,
    counts,
    times,
    portOf: (protocol: Protocol) => (protocol === 'grpc' ? collector.grpcPort : collector.httpPort),
  };
}
// What a receiver loads with its first request holds up this process, and with it every receiver in it.
before(() => Promise.all(PROTOCOLS.map((protocol) => connected(protocol, DEADLINE_MS))));
export const urlOf = (protocol: Protocol, port: number) =>
  protocol === 'grpc' ? `http://127.0.0.1:${port}` : `http://127.0.0.1:${port}/v1/traces`;
export const said = ({ notices }: TestExporter) => JSON.stringify(notices, undefined, 1);

/** An exporter and a collector with a breakable way between them, over which a first batch has gone. */
export async function connected(protocol: Protocol, timeoutMs = TIMEOUT_MS) {
  const received = await collect();
  const link = await openLink(received.portOf(protocol));
  const exporter = openExporter({ protocol, url: urlOf(protocol, link.port), timeoutMs });
  exporter.send('first');
  await until(
    () => received.counts().first === 1,
    'the first batch arrives',
    () => said(exporter),
  );
  await until(
    () => exporter.open() === 0,
    'all is acknowledged',
    () => said(exporter),
  );
  return { ...received, link, exporter };
}
