import type { MessagePort } from 'node:worker_threads';
import type { RemoteSettings } from '../../config';
import type { OpampTarget } from './post';

/** What the exporter thread needs to talk to an OpAMP server. */
export interface OpampSetup {
  readonly target: OpampTarget;
  readonly intervalMs: number;
  /** To the main thread, which applies what the server sends: {@link OpampCommand} and {@link OpampRequest}. */
  readonly port: MessagePort;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Main thread to exporter thread. */
export type OpampCommand =
  /** Who this is, by the attributes of its resource; from here on the server is asked. */
  | { readonly kind: 'start'; readonly identifying: Attributes; readonly other: Attributes; readonly effective: string }
  /** What became of a request; without faults it is applied. `effective` is the configuration that holds now. */
  | {
      readonly kind: 'outcome';
      readonly id: number;
      readonly faults: readonly string[];
      readonly effective: string;
    };

/** Exporter thread to main thread: what is to be applied, in place of what was applied before. */
export interface OpampRequest {
  readonly id: number;
  readonly settings: RemoteSettings;
}

/** On the channel of this name the worker threads of a process hear what its main thread has applied. */
export const opampChannelName = (exporterName: string): string => `${exporterName}/opamp`;

/** A worker thread asks for what is applied. */
export const ASK = 'ask';
