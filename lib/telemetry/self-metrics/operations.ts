import type { Attributes } from '@opentelemetry/api';
import { GRPC_NAMES, type Ended, type Protocol } from '../../export';

/** Exports that ended alike, as the conventions name their end. */
export type Operation = readonly [Attributes, Pick<Ended, 'count' | 'sum'>];

/**
 * What exports ended with. The specification knows one status of HTTP for success:
 * https://opentelemetry.io/docs/specs/otlp/#full-success-1
 */
export function operationOf(exporter: Attributes, protocol: Protocol, { end, count, sum }: Ended): Operation {
  const isTaken = end === '' || end === 'partial_success';
  const status =
    protocol === 'grpc'
      ? { 'rpc.response.status_code': isTaken ? 'OK' : GRPC_NAMES.includes(end) ? end : undefined }
      : { 'http.response.status_code': isTaken ? 200 : /^\d{3}$/.test(end) ? Number(end) : undefined };
  const known = Object.values(status)[0] === undefined ? {} : status;
  return [
    { ...exporter, ...(end !== '' && { 'error.type': end }), ...known },
    { count, sum },
  ];
}
