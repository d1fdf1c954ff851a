// The services that sent something.
import type { Store } from '../store/store';
import { serviceOf } from '../traces/tree';
import type { WireService } from './wire';

/** Services at most: the first of the store. */
const MAX_SERVICES = 200;

/** The services of a store, by name. */
export function servicesOf({ spans, logs }: Store): WireService[] {
  const services = new Map<string, WireService & { pids: Set<string> }>();
  const of = (record: { resource: Record<string, unknown> }, ns: bigint): WireService | undefined => {
    const name = serviceOf(record);
    let service = services.get(name);
    if (!service) {
      if (services.size >= MAX_SERVICES) return undefined;
      service = { name, processes: [], spans: 0, errors: 0, logs: 0, lastMs: 0, pids: new Set() };
      services.set(name, service);
    }
    const pid = record.resource['process.pid'];
    if (pid !== undefined && service.pids.size < 50) service.pids.add(String(pid as number));
    service.lastMs = Math.max(service.lastMs, Number(ns / 1_000_000n));
    return service;
  };
  for (const span of spans) {
    const service = of(span, span.endNs);
    if (!service) continue;
    service.spans++;
    if (span.status.code === 'ERROR') service.errors++;
  }
  for (const entry of logs) {
    const service = of(entry, entry.timeNs);
    if (service) service.logs++;
  }
  return [...services.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ pids, ...service }) => ({ ...service, processes: [...pids] }));
}
