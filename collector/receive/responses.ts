// What a receiver answers: OTLP export responses and google.rpc.Status, in protobuf and JSON.
import type * as Protobuf from 'protobufjs/minimal';
import type { Signal } from '../decode/records';
import type { Encoding } from '../decode/decode';

/** gRPC status codes that OTLP talks about. */
export const GRPC = {
  OK: 0,
  INVALID_ARGUMENT: 3,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** Which HTTP status means the same as which gRPC status. */
const EQUIVALENTS: readonly (readonly [http: number, grpc: number])[] = [
  [200, GRPC.OK],
  [400, GRPC.INVALID_ARGUMENT],
  [401, GRPC.UNAUTHENTICATED],
  [403, GRPC.PERMISSION_DENIED],
  [404, GRPC.UNIMPLEMENTED],
  [405, GRPC.UNIMPLEMENTED],
  [413, GRPC.RESOURCE_EXHAUSTED],
  [415, GRPC.INVALID_ARGUMENT],
  [429, GRPC.RESOURCE_EXHAUSTED],
  [500, GRPC.INTERNAL],
  [502, GRPC.UNAVAILABLE],
  [503, GRPC.UNAVAILABLE],
  [504, GRPC.UNAVAILABLE],
];

/** The HTTP status that says the same as a gRPC status; 500 if none does. */
export function httpStatusOf(grpcStatus: number): number {
  if (grpcStatus === GRPC.RESOURCE_EXHAUSTED) return 429;
  if (grpcStatus === GRPC.UNAVAILABLE) return 503;
  return EQUIVALENTS.find(([, grpc]) => grpc === grpcStatus)?.[0] ?? 500;
}

/** The gRPC status that says the same as an HTTP status; INTERNAL if none does. */
export function grpcStatusOf(httpStatus: number): number {
  return EQUIVALENTS.find(([http]) => http === httpStatus)?.[1] ?? GRPC.INTERNAL;
}

/** Records that were refused although the request was accepted. */
export interface PartialSuccess {
  rejected: number;
  message: string;
}

const REJECTED: Record<Signal, string> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/** The body of an accepted export: empty (in JSON `{}`), unless some records were rejected. */
export function exportResponse(signal: Signal, encoding: Encoding, partial?: PartialSuccess): Buffer {
  if (encoding === 'json') {
    const body = partial
      ? { partialSuccess: { [REJECTED[signal]]: String(partial.rejected), errorMessage: partial.message } }
      : {};
    return Buffer.from(JSON.stringify(body));
  }
  if (!partial) return Buffer.alloc(0);
  const writer = protobufWriter();
  writer
    .uint32(tag(1, 2))
    .fork()
    .uint32(tag(1, 0))
    .int64(partial.rejected)
    .uint32(tag(2, 2))
    .string(partial.message)
    .ldelim();
  return Buffer.from(writer.finish());
}

/** The body of a refusal over HTTP: a google.rpc.Status, as OTLP/HTTP asks. */
export function statusResponse(code: number, message: string, encoding: Encoding): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.from(protobufWriter().uint32(tag(1, 0)).int32(code).uint32(tag(2, 2)).string(message).finish());
}

const tag = (field: number, wire: number): number => (field << 3) | wire;

function protobufWriter(): Protobuf.Writer {
  const { Writer } = require('protobufjs/minimal') as typeof Protobuf;
  return Writer.create();
}
