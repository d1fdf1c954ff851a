// The collector room: an OTLP receiver on loopback, its bounded store, and traces for people.
export type { AssemblyOptions } from './assembly';
export { startCollector, type Collector, type CollectorOptions } from './collector';
export type { ReceivedRequest, Reply, Respond } from './intake';
export { traceLine } from './json';
export type * from './records';
export { renderTrace, type RenderOptions } from './render';
export { readSession, saveSession, type Session } from './saving/session';
export type { Store, StoreEvent, StoreInlet } from './store';
export { startTraces, type Traces } from './traces';
export { isPageFolder } from './viewer';
export { buildTrace, type Trace, type TraceNode } from './tree';
