// Takes the requests of both receivers: the test hook is asked, the body decoded and stored, and the result goes back
// to the wire.
import { GRPC, grpcStatusOf, httpStatusOf, type PartialSuccess } from './responses';
import { decodeRequest, type Encoding } from '../decode/decode';
import type { Signal } from '../decode/records';
import type { StoreInlet } from '../store/store';

/** What is remembered of each export request, the body excluded. */
export interface ReceivedRequest {
  signal: Signal;
  protocol: 'grpc' | 'http/protobuf' | 'http/json';
  /** HTTP headers or gRPC metadata; names in lower case. */
  headers: Record<string, string>;
  /** Size of the body after decompression. */
  bytes: number;
}

/** How a faulty receiver answers. Everything is optional; an empty object is a plain success. */
export interface Reply {
  /**
   * A gRPC status other than 0 refuses the request. HTTP senders get the status that means the same, unless
   * `httpStatus` says otherwise.
   */
  grpcStatus?: number;
  /**
   * An HTTP status of 300 and more refuses the request; gRPC senders get the equivalent, unless `grpcStatus` says
   * otherwise.
   */
  httpStatus?: number;
  /** The text of a refusal. */
  message?: string;
  /** The answer waits this long; the records of an accepted request are stored at once. `Infinity` never answers. */
  delayMs?: number;
  /** HTTP response headers, or gRPC trailing metadata: base64 where the name ends in `-bin`. */
  headers?: Record<string, string>;
  /** Accept, and inform the sender that some records were refused. */
  partialSuccess?: PartialSuccess;
}

/** Decides the answer to a request; undefined is the normal one. */
export type Respond = (signal: Signal, request: ReceivedRequest) => Reply | undefined;

export interface IntakeResult {
  accepted: boolean;
  grpcStatus: number;
  httpStatus: number;
  message: string;
  headers: Record<string, string>;
  partialSuccess?: PartialSuccess;
}

export interface Intake {
  /**
   * Checks one request and stores its records if it is accepted. Never rejects; never resolves if the reply is to hang.
   */
  receive(request: ReceivedRequest, body: Buffer): Promise<IntakeResult>;
  /** The newest requests, at most 1,000. */
  readonly requests: ReceivedRequest[];
  /** Answers that still wait are given up. */
  close(): void;
}

const MAX_REQUESTS = 1000;

/** Creates the intake of a store. */
export function createIntake(store: StoreInlet, respond: Respond = () => undefined): Intake {
  const requests: ReceivedRequest[] = [];
  const waiting = new Set<NodeJS.Timeout>();

  return {
    requests,
    async receive(request, body) {
      requests.push(request);
      if (requests.length > MAX_REQUESTS) requests.shift();
      const reply = ask(respond, request);
      const result = decide(store, request, body, reply);
      const delayMs = reply.delayMs ?? 0;
      if (delayMs === Infinity) return new Promise<never>(() => undefined);
      if (delayMs > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => {
            waiting.delete(timer);
            resolve();
          }, delayMs);
          waiting.add(timer);
        });
      }
      return result;
    },
    close() {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}

function decide(store: StoreInlet, { signal, protocol }: ReceivedRequest, body: Buffer, reply: Reply): IntakeResult {
  const reported = statusOf(reply);
  const result: IntakeResult = {
    ...reported,
    accepted: reported.grpcStatus === GRPC.OK && reported.httpStatus < 300,
    message: reply.message ?? '',
    headers: reply.headers ?? {},
    ...(reply.partialSuccess && { partialSuccess: reply.partialSuccess }),
  };
  if (!result.accepted)
    return {
      ...result,
      message: reply.message ?? `refused: gRPC status ${reported.grpcStatus}, HTTP status ${reported.httpStatus}`,
    };
  const encoding: Encoding = protocol === 'http/json' ? 'json' : 'protobuf';
  let records;
  try {
    records = decodeRequest(signal, encoding, body);
  } catch (error) {
    return {
      accepted: false,
      grpcStatus: GRPC.INVALID_ARGUMENT,
      httpStatus: 400,
      message: (error as Error).message,
      headers: {},
    };
  }
  store.add(signal, records);
  return result;
}

/** A hook that throws is a fault of the test; its sender is reported so, as by any server with a bug. */
function ask(respond: Respond, request: ReceivedRequest): Reply {
  try {
    return respond(request.signal, request) ?? {};
  } catch (error) {
    return { grpcStatus: GRPC.INTERNAL, message: `the respond hook threw: ${(error as Error).message}` };
  }
}

function statusOf({ grpcStatus, httpStatus }: Reply): { grpcStatus: number; httpStatus: number } {
  if (grpcStatus === undefined && httpStatus === undefined) return { grpcStatus: GRPC.OK, httpStatus: 200 };
  return { grpcStatus: grpcStatus ?? grpcStatusOf(httpStatus!), httpStatus: httpStatus ?? httpStatusOf(grpcStatus!) };
}
