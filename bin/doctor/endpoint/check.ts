// The way to an endpoint, step by step: name, connection, TLS, protocol, and each signal. The first step that fails
// ends it.
import dns from 'node:dns/promises';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import type { OtlpTarget, Signal } from '../../../lib/config';
import type { Finding } from '../finding';
import { found } from '../table';
import { connectFault, fileFault, resolveFault, tlsFault, WANTS_CERTIFICATE } from './faults';
import { detectProtocol, type Answer } from './protocol-detection';
import { exportGrpc } from './grpc';
import { exportHttp } from './http';
import { open, placeOf, secureContext, type Place } from './place';
import { Late } from './reply';
import { clockFinding, round, signalFinding } from './reply-finding';

/** How long one step may take at most, in milliseconds; less if the configured timeout is shorter. */
const STEP_MS = 5000;

/**
 * Goes the way for signals that share an endpoint. @param targets At least one; they differ in nothing but their paths
 * and headers.
 */
export async function checkReachable(
  targets: readonly (readonly [Signal, OtlpTarget])[],
  userAgent: string,
): Promise<Finding[]> {
  const target = targets[0]![1];
  const place = placeOf(target);
  const timeoutMs = Math.min(target.timeoutMs, STEP_MS);
  const wanted = target.protocol === 'grpc' ? 'HTTP/2' : 'HTTP/1';
  const findings: Finding[] = [];
  const step = async (work: () => Promise<Finding | readonly Finding[] | undefined>): Promise<boolean> => {
    const made = [(await work()) ?? []].flat();
    findings.push(...made);
    return made.every(({ id, severity }) => severity !== 'broken' && id !== 'endpoint-absent');
  };

  let context: tls.SecureContext | undefined;
  const secured = (): Promise<Socket> =>
    open(place, { context, alpn: [wanted === 'HTTP/2' ? 'h2' : 'http/1.1'], timeoutMs });
  const steps = [
    () => resolve(place),
    () => connect(place, timeoutMs, target.endpointSource === 'default'),
    async () => {
      if (!place.isSecure) return undefined;
      try {
        context = secureContext(target);
      } catch (error) {
        return fileFault(error as NodeJS.ErrnoException);
      }
      return handshake(place, secured);
    },
    () => speak(place, wanted, target.clientCertificate !== undefined, secured, timeoutMs),
    () => exportAll(targets, secured, userAgent, timeoutMs),
  ];
  for (const work of steps) if (!(await step(work))) break;
  return findings;
}

async function resolve({ host }: Place): Promise<Finding | undefined> {
  if (host === '' || net.isIP(host)) return undefined;
  const started = performance.now();
  try {
    const addresses = (await dns.lookup(host, { all: true })).map(({ address }) => address);
    const ms = round(performance.now() - started);
    return found('endpoint-resolved', `${host} is ${addresses.join(', ')}, in ${ms} ms`, { host, addresses, ms });
  } catch (error) {
    return resolveFault(error as NodeJS.ErrnoException, host);
  }
}

async function connect(place: Place, timeoutMs: number, isDefault: boolean): Promise<Finding> {
  const started = performance.now();
  try {
    (await open(place, { timeoutMs })).destroy();
    const ms = round(performance.now() - started);
    return found('endpoint-connected', `${place.text}, in ${ms} ms`, { place: place.text, ms });
  } catch (error) {
    return connectFault(error as NodeJS.ErrnoException, place.text, isDefault);
  }
}

async function handshake(place: Place, secured: () => Promise<Socket>): Promise<Finding> {
  const started = performance.now();
  try {
    const socket = (await secured()) as tls.TLSSocket;
    const [protocol, { valid_to: until }] = [socket.getProtocol(), socket.getPeerCertificate()];
    const ms = round(performance.now() - started);
    socket.destroy();
    return found('endpoint-secured', `${protocol}, certificate valid until ${until}, in ${ms} ms`, {
      protocol,
      until,
      ms,
    });
  } catch (error) {
    return tlsFault(error as NodeJS.ErrnoException, place.text);
  }
}

async function speak(
  place: Place,
  wanted: 'HTTP/1' | 'HTTP/2',
  showsCertificate: boolean,
  secured: () => Promise<Socket>,
  timeoutMs: number,
): Promise<Finding> {
  const started = performance.now();
  const ask = async (protocol: 'HTTP/1' | 'HTTP/2'): Promise<Answer> =>
    secured().then(
      (socket) => detectProtocol(socket, protocol, place.host, timeoutMs),
      (error: NodeJS.ErrnoException) => ({ speaker: 'closed', error }),
    );
  const answer = await ask(wanted);
  const ms = round(performance.now() - started);
  const facts = { place: place.text, expected: wanted, answer: answer.speaker, ms };
  if (answer.speaker === wanted)
    return found('endpoint-spoken', `${wanted === 'HTTP/2' ? 'HTTP/2' : 'HTTP/1.1'}, in ${ms} ms`, facts);
  if (WANTS_CERTIFICATE.test(`${answer.error?.code} ${answer.error?.message}`))
    return found('endpoint-wants-client-certificate', `${place.text}: ${answer.error?.message}`, facts);
  // With TLS 1.3 a certificate is refused after the handshake, by some servers in silence.
  if (showsCertificate && answer.speaker === 'closed')
    return found('endpoint-wants-client-certificate', `${place.text}: it hung up after the handshake`, facts);
  if (answer.speaker === 'silent')
    return found('endpoint-silent', `${place.text}: nothing within ${timeoutMs} ms`, facts);
  if (!place.isSecure && (answer.speaker === 'TLS' || (await speaksTls(place, timeoutMs))))
    return found('endpoint-wants-tls', place.text, facts);
  const said = answer.speaker === 'closed' ? 'it hung up' : `it answered in ${answer.speaker}`;
  return found(wanted === 'HTTP/2' ? 'endpoint-no-http2' : 'endpoint-not-http1', `${place.text}: ${said}`, facts);
}

const speaksTls = (place: Place, timeoutMs: number): Promise<boolean> =>
  open(place, { context: tls.createSecureContext(), timeoutMs, trusting: true }).then(
    (socket) => {
      socket.destroy();
      return true;
    },
    () => false,
  );

async function exportAll(
  targets: readonly (readonly [Signal, OtlpTarget])[],
  secured: () => Promise<Socket>,
  userAgent: string,
  timeoutMs: number,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let clock: Finding | undefined;
  for (const [signal, target] of targets) {
    try {
      const socket = await secured();
      const reply = await (target.protocol === 'grpc' ? exportGrpc : exportHttp)(
        socket,
        signal,
        target,
        userAgent,
        timeoutMs,
      );
      findings.push(signalFinding(signal, target, reply));
      clock ??= clockFinding(reply, Date.now());
    } catch (error) {
      findings.push(
        found(error instanceof Late ? 'signal-late' : 'signal-refused', `${signal}: ${(error as Error).message}`, {
          signal,
        }),
      );
    }
  }
  return clock ? [...findings, clock] : findings;
}
