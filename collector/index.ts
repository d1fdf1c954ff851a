// The collector: an OTLP receiver on loopback, its bounded store, and traces for people.
export type { AssemblyOptions } from './traces/assembly';
export { startCollector, type Collector, type CollectorOptions } from './collector';
export type { ReceivedRequest, Reply, Respond } from './receive/intake';
export { traceLine } from './decode/json';
export type * from './decode/records';
export { renderTrace, type RenderOptions } from './traces/render';
export { createLineSplitter } from './saving/lines';
export { readSession, saveSession, type Session } from './saving/session';
export type { Store, StoreEvent, StoreInlet } from './store/store';
export { startTraces, type Traces } from './traces/traces';
export { isPageFolder } from './viewer';
export { buildTrace, type Trace, type TraceNode } from './traces/tree';
export { askCollector, createAskedStore, type Ask } from './search/questions';
export { formatDuration, printable } from './traces/render';
export type { WireList, WireLog, WireStatistic, WireStatistics, WireTrace } from './viewer/wire';
