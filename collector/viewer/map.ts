// Who calls whom: services, and the databases, queues and strangers that they talk to.
import type { SpanRecord } from '../decode/records';
import { serviceOf } from '../traces/tree';
import { percentile } from './traffic';
import type { WireEdge, WireMap, WireNode } from './wire';

/** Nodes at most: a service that calls a thousand hosts is not to make a thousand nodes. */
const MAX_NODES = 60;

interface Call {
  from: string;
  to: string;
  durations: number[];
  errors: number;
}

/**
 * The map of these spans. A call whose other side sent spans too leads to that service; another one to a node named
 * after its address.
 */
export function mapOf(spans: readonly SpanRecord[]): WireMap {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const nodes = new Map<string, WireNode>();
  const calls = new Map<string, Call>();
  /** Calls whose other side is in the store. */
  const answered = new Set<string>();

  const walk = (id: string, name: string, kind: WireNode['kind'], failed: boolean): boolean => {
    let node = nodes.get(id);
    if (!node && nodes.size >= MAX_NODES) return false;
    if (!node) nodes.set(id, (node = { id, name, kind, spans: 0, errors: 0 }));
    node.spans++;
    if (failed) node.errors++;
    return true;
  };
  const connect = (from: string, to: string, { durationMs, status }: SpanRecord): void => {
    const key = JSON.stringify([from, to]);
    let call = calls.get(key);
    if (!call) calls.set(key, (call = { from, to, durations: [], errors: 0 }));
    call.durations.push(durationMs);
    if (status.code === 'ERROR') call.errors++;
  };

  for (const span of spans) {
    const service = serviceOf(span);
    walk(`service:${service}`, service, 'service', span.status.code === 'ERROR');
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    if (!parent) continue;
    if (span.kind === 'SERVER') answered.add(parent.spanId);
    // What lies between is a queue, if it has a name.
    if (span.kind === 'CONSUMER' && queueOf(span) !== undefined) continue;
    if (serviceOf(parent) !== service) connect(`service:${serviceOf(parent)}`, `service:${service}`, span);
  }
  for (const span of spans) {
    const peer = answered.has(span.spanId) ? undefined : peerOf(span);
    if (peer && walk(`${peer.kind}:${peer.name}`, peer.name, peer.kind, span.status.code === 'ERROR'))
      connect(`service:${serviceOf(span)}`, `${peer.kind}:${peer.name}`, span);
  }
  for (const span of spans) {
    const queue = span.kind === 'CONSUMER' ? queueOf(span) : undefined;
    if (queue !== undefined && walk(`queue:${queue}`, queue, 'queue', false))
      connect(`queue:${queue}`, `service:${serviceOf(span)}`, span);
  }
  const edges = [...calls.values()].filter(({ from, to }) => nodes.has(from) && nodes.has(to)).map(edgeOf);
  return { nodes: [...nodes.values()], edges };
}

function edgeOf({ from, to, durations, errors }: Call): WireEdge {
  return { from, to, calls: durations.length, errors, p50Ms: percentile(durations, 50)! };
}

/** The queue or topic of a producer or consumer. */
function queueOf({ attributes }: SpanRecord): string | undefined {
  const name = attributes['messaging.destination.name'] ?? attributes['messaging.destination'];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** What is on the other side of a call that no one answered with spans. */
function peerOf({ kind, attributes }: SpanRecord): { name: string; kind: WireNode['kind'] } | undefined {
  if (kind !== 'CLIENT' && kind !== 'PRODUCER') return undefined;
  const pick = (...names: string[]): string | undefined =>
    names
      .map((name) => attributes[name])
      .filter((value) => value !== undefined && value !== null && value !== '')
      .map(String)[0];
  const queue = pick('messaging.destination.name', 'messaging.destination', 'messaging.system');
  if (queue !== undefined) return { name: queue, kind: 'queue' };
  const system = pick('db.system.name', 'db.system');
  const host = pick('server.address', 'net.peer.name', 'network.peer.address');
  const port = pick('server.port', 'net.peer.port', 'network.peer.port');
  if (system !== undefined)
    return { name: [system, pick('db.namespace', 'db.name')].filter(Boolean).join(' '), kind: 'database' };
  return host === undefined ? undefined : { name: port === undefined ? host : `${host}:${port}`, kind: 'external' };
}
