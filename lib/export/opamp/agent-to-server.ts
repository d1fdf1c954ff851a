import { attributes, bytes, fixed64, integer, message } from './fields';

/** https://github.com/open-telemetry/opamp-spec/blob/main/specification.md#agenttoservercapabilities */
export const CAPABILITIES =
  0x0001 | // ReportsStatus
  0x0002 | // AcceptsRemoteConfig
  0x0004 | // ReportsEffectiveConfig
  0x0800 | // ReportsHealth
  0x1000 | // ReportsRemoteConfig
  0x2000; // ReportsHeartbeat

export const ConfigStatus = { unset: 0, applied: 1, applying: 2, failed: 3 } as const;

type Attributes = Readonly<Record<string, unknown>>;

/** What became of the last remote configuration. */
export interface RemoteConfigStatus {
  readonly hash: Uint8Array;
  readonly status: (typeof ConfigStatus)[keyof typeof ConfigStatus];
  readonly error: string;
}

/** A message to the server; parts that the server knows already are left out. */
export interface AgentToServer {
  readonly instanceUid: Uint8Array;
  readonly sequence: number;
  readonly description?: { readonly identifying: Attributes; readonly other: Attributes };
  readonly health?: { readonly error?: string; readonly startedMs: number; readonly nowMs: number };
  /** JSON. */
  readonly effective?: string;
  readonly status?: RemoteConfigStatus;
  /** The last message of this process. */
  readonly disconnects?: boolean;
}

const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;

/**
 * Encodes it. The numbers of the fields are those of
 * https://github.com/open-telemetry/opamp-spec/blob/main/proto/opamp/v1/opamp.proto
 */
export function encodeAgentToServer(sent: AgentToServer): Buffer {
  const { description, health, effective, status } = sent;
  return Buffer.concat([
    bytes(1, sent.instanceUid),
    integer(2, sent.sequence),
    ...(description ? [message(3, attributes(1, description.identifying), attributes(2, description.other))] : []),
    integer(4, CAPABILITIES),
    ...(health ? [message(5, ...healthFields(health))] : []),
    ...(effective === undefined ? [] : [message(6, configMap(effective))]),
    ...(status ? [message(7, bytes(1, status.hash), integer(2, status.status), bytes(3, status.error))] : []),
    ...(sent.disconnects ? [message(9)] : []),
  ]);
}

const healthFields = ({ error, startedMs, nowMs }: NonNullable<AgentToServer['health']>): Uint8Array[] => [
  integer(1, error === undefined ? 1 : 0),
  fixed64(2, nanoseconds(startedMs)),
  ...(error === undefined ? [] : [bytes(3, error)]),
  bytes(4, error === undefined ? 'running' : 'degraded'),
  fixed64(5, nanoseconds(nowMs)),
];

/** One file, whose name may be empty. */
const configMap = (body: string): Uint8Array =>
  message(1, message(1, bytes(1, ''), message(2, bytes(1, body), bytes(2, 'application/json'))));
