import type { Address } from '../parsers/endpoint';
import { parseAddress } from '../parsers/endpoint';
import type { Variables } from '../table';
import type { OtlpTarget, Signal } from '../types';
import type { Settings } from './settings';
import { createSettings } from './settings';
import { grpcUrl, HTTP_PORT, httpUrl, inferProtocol, isInsecure } from './url';

const TIMEOUT_MS = 10_000;

/** An endpoint as it was written, taken apart. */
export interface Endpoint {
  readonly text: string;
  readonly address: Address;
  /** The variable it is from, or `default`. */
  readonly source: string;
  /** It names this signal's endpoint, not the base of all. */
  readonly own: boolean;
}

export interface Resolved {
  readonly target: OtlpTarget;
  readonly endpoint: Endpoint;
  readonly settings: Settings;
}

/**
 * Resolves where a signal goes, after the OTLP exporter specification: the signal's variable, the general one, then
 * OTEL_EXPORTER_ENDPOINT. Over HTTP a signal's own endpoint is used as it is and a general one gets `/v1/<signal>`;
 * gRPC has no path; the scheme decides about TLS, and INSECURE only if there is none.
 *
 * @param values All variables, parsed.
 * @param given Whether a variable was set to a usable value.
 */
export function resolveTarget(signal: Signal, values: Variables, given: (name: string) => boolean): Resolved {
  const settings = createSettings(signal, values);
  const { own, either } = settings;
  const chosen = either('PROTOCOL');
  const endpoint = pickEndpoint(settings, values, given, chosen !== undefined && chosen !== 'grpc');
  const protocol = chosen ?? inferProtocol(endpoint.address);
  const insecure = isInsecure(endpoint.address, either('INSECURE'));
  // One without the other cannot be used.
  const mutual = either('CLIENT_KEY') !== undefined && either('CLIENT_CERTIFICATE') !== undefined;
  const target: OtlpTarget = {
    exporters: values[`OTEL_${signal.toUpperCase() as Uppercase<Signal>}_EXPORTER`],
    protocol,
    url:
      protocol === 'grpc'
        ? grpcUrl(endpoint.address, insecure)
        : httpUrl(endpoint.address, insecure, endpoint.own, signal),
    headers: { ...values.OTEL_EXPORTER_OTLP_HEADERS, ...own('HEADERS') },
    timeoutMs: either('TIMEOUT') ?? TIMEOUT_MS,
    compression: either('COMPRESSION') ?? 'none',
    insecure,
    certificate: either('CERTIFICATE'),
    clientCertificate: mutual ? either('CLIENT_CERTIFICATE') : undefined,
    clientKey: mutual ? either('CLIENT_KEY') : undefined,
    endpointSource: endpoint.source,
  };
  return { target, endpoint, settings };
}

function pickEndpoint(
  { own, nameOf }: Settings,
  values: Variables,
  given: (name: string) => boolean,
  http: boolean,
): Endpoint {
  const written = (text: string, source: string, mine = false): Endpoint => ({
    text,
    address: parseAddress(text)!,
    source,
    own: mine,
  });
  const mine = own('ENDPOINT');
  if (mine !== undefined) return written(mine, nameOf('ENDPOINT'), true);
  if (values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined)
    return written(values.OTEL_EXPORTER_OTLP_ENDPOINT, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  if (given('OTEL_EXPORTER_ENDPOINT')) return written(values.OTEL_EXPORTER_ENDPOINT, 'OTEL_EXPORTER_ENDPOINT');
  return written(http ? `http://localhost:${HTTP_PORT}` : values.OTEL_EXPORTER_ENDPOINT, 'default');
}
