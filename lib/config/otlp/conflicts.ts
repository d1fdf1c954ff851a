import { redact } from '../../redaction';
import type { Conflict } from '../types';
import type { Resolved } from './target';
import { isLoopback } from '../../loopback';
import { GRPC_PORT, HTTP_PORT, pathOf, SIGNAL_PATH } from './url';

type Check = (resolved: Resolved, isShared: boolean) => Conflict | undefined;

/**
 * Names the settings of a signal that cannot work together, or not as they were written. Nothing is corrected in
 * silence: what was written is used, and the conflict says what that means.
 *
 * @param isShared Whether an OpAMP server needs the general certificates, too.
 */
export const findConflicts = (resolved: Resolved, isShared = false): Conflict[] =>
  checks.map((check) => check(resolved, isShared)).filter((conflict) => conflict !== undefined);

const conflict = (
  { endpoint, settings, target }: Resolved,
  members: readonly ('PROTOCOL' | 'INSECURE' | 'CERTIFICATE')[],
  text: string,
  used?: string,
): Conflict => {
  const others = members
    .filter((member) => settings.either(member) !== undefined)
    .map((member) => settings.nameOf(member));
  const variables = [endpoint.source, ...others].filter((name) => name !== 'default');
  return { variables, text, used: used ?? `${target.protocol} to ${redact(target.url)}` };
};

/** The other protocol's port. */
const wrongPort: Check = (resolved) => {
  const { address, text } = resolved.endpoint;
  const { protocol } = resolved.target;
  const [theirs, name, mine, other] =
    protocol === 'grpc' ? [HTTP_PORT, 'HTTP', GRPC_PORT, 'http/protobuf'] : [GRPC_PORT, 'gRPC', HTTP_PORT, 'grpc'];
  if (address.port !== theirs) return undefined;
  return conflict(
    resolved,
    ['PROTOCOL'],
    `port ${theirs} of ${redact(text)} is that of OTLP over ${name}, but the protocol is ${protocol}: use ` +
      `port ${mine}, or the protocol ${other}`,
  );
};

const grpcWithPath: Check = (resolved) => {
  const { address, text } = resolved.endpoint;
  if (
    resolved.target.protocol !== 'grpc' ||
    address.scheme === 'unix' ||
    address.path === '' ||
    address.port === HTTP_PORT
  )
    return undefined;
  return conflict(
    resolved,
    ['PROTOCOL'],
    `grpc has no paths and ${redact(text)} has one: remove the path, or set the protocol to http/protobuf`,
  );
};

const grpcWithPassword: Check = (resolved) =>
  resolved.target.protocol === 'grpc' && resolved.endpoint.address.userinfo !== undefined
    ? conflict(resolved, ['PROTOCOL'], 'grpc takes no user and password from a URL: set OTEL_EXPORTER_OTLP_HEADERS')
    : undefined;

const httpOverSocket: Check = (resolved) =>
  resolved.target.protocol !== 'grpc' && resolved.endpoint.address.scheme === 'unix'
    ? conflict(resolved, ['PROTOCOL'], 'OTLP over HTTP cannot use a Unix socket: set the protocol to grpc')
    : undefined;

/**
 * The specification wants a scheme for HTTP; for gRPC it has TLS without one, which few expect of the short variable.
 */
const noScheme: Check = (resolved) => {
  const { address, text, source } = resolved.endpoint;
  const { settings, target } = resolved;
  if (address.scheme !== undefined || isLoopback(address.host) || settings.either('INSECURE') !== undefined)
    return undefined;
  if (target.protocol === 'grpc' && source !== 'OTEL_EXPORTER_ENDPOINT') return undefined;
  return conflict(resolved, [], `${redact(text)} has no scheme, which means TLS: write http:// or https:// before it`);
};

const wrongPath: Check = (resolved) => {
  const { address, text, own } = resolved.endpoint;
  if (resolved.target.protocol === 'grpc' || address.scheme === 'unix') return undefined;
  const signalPath = SIGNAL_PATH.exec(pathOf(address))?.[0];
  if (!own && signalPath)
    return conflict(
      resolved,
      [],
      `${redact(text)} is the endpoint of one signal, but the variable is for all: leave ${signalPath} out`,
    );
  if (own && pathOf(address) === '') {
    return conflict(
      resolved,
      [],
      `${redact(text)} has no path, and a signal’s own endpoint is used as it is: ` +
        `most collectors want /v1/${resolved.settings.signal}`,
    );
  }
  return undefined;
};

const schemeDecides: Check = (resolved) => {
  const wanted = resolved.settings.either('INSECURE');
  const { scheme } = resolved.endpoint.address;
  if (
    scheme === undefined ||
    scheme === 'unix' ||
    resolved.endpoint.source === 'default' ||
    wanted === undefined ||
    wanted === resolved.target.insecure
  )
    return undefined;
  return conflict(
    resolved,
    ['INSECURE'],
    `the scheme ${scheme}:// decides about TLS, INSECURE applies only where there is none`,
    resolved.target.insecure ? 'no TLS' : 'TLS',
  );
};

const certificateWithoutTls: Check = (resolved, isShared) => {
  const { address, source } = resolved.endpoint;
  if (
    !resolved.target.insecure ||
    address.scheme === 'unix' ||
    source === 'default' ||
    resolved.target.certificate === undefined ||
    (isShared && resolved.settings.nameOf('CERTIFICATE') === 'OTEL_EXPORTER_OTLP_CERTIFICATE')
  )
    return undefined;
  return conflict(
    resolved,
    ['CERTIFICATE'],
    'a certificate has no effect without TLS: use https:// in the endpoint',
    'no TLS',
  );
};

const halfAPair: Check = ({ settings }) => {
  for (const [present, absent] of [
    ['CLIENT_KEY', 'CLIENT_CERTIFICATE'],
    ['CLIENT_CERTIFICATE', 'CLIENT_KEY'],
  ] as const) {
    if (settings.either(present) === undefined || settings.either(absent) !== undefined) continue;
    return {
      variables: [settings.nameOf(present)],
      text: `a client certificate and its key go together: ${settings.nameOf(absent)} is missing`,
      used: 'no client certificate',
    };
  }
  return undefined;
};

const checks: readonly Check[] = [
  wrongPort,
  grpcWithPath,
  grpcWithPassword,
  httpOverSocket,
  noScheme,
  wrongPath,
  schemeDecides,
  certificateWithoutTls,
  halfAPair,
];
