import type * as Http from 'node:http';
import type { Attributes } from '@opentelemetry/api';
import type * as Utils from '@opentelemetry/instrumentation-http/build/src/utils';
import { ownValue } from '../own';

const utils = require('@opentelemetry/instrumentation-http/build/src/utils') as typeof Utils;

const CREDENTIALS = /^[a-z]+:\/\/[^/?#]*@/i;
const ABSOLUTE = /^https?:\/\//i;

/** What Node.js has made of the arguments, as far as it shows: everything but the port. */
interface Target {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly protocol: string;
  readonly agent?: object | false;
}

/** What http.request or http.get was called with. Never read but for own values: a getter is the app's code. */
export type GivenArguments = ArrayLike<unknown>;

/**
 * The attributes of a client span, after what Node.js itself has made of the arguments, so that they are right for all
 * forms of arguments that there are. Their names and values are those of instrumentation-http.
 */
export function targetAttributes(request: Http.ClientRequest, given: GivenArguments, headers: unknown): Attributes {
  const { method, path, host, protocol, agent } = request as unknown as Target;
  const port =
    portOf(request, given, host) ?? numberOf(ownValue(agent, 'defaultPort')) ?? (protocol === 'https:' ? 443 : 80);
  const givenMethod = optionOf(given, 'method');
  const known = utils.getOutgoingRequestAttributes(
    {
      method: typeof givenMethod === 'string' && givenMethod !== '' ? givenMethod : method,
      protocol,
      port,
      host: host.includes(':') ? `[${host}]:${port}` : host,
      path: String(path),
      headers: { 'user-agent': headerOf(request, headers, 'user-agent') },
      auth: hasCredentials(given) ? 'hidden' : undefined,
    } as never,
    { component: protocol === 'https:' ? 'https' : 'http', hostname: host, port } as never,
    false,
  );
  // Through a proxy the path is the whole address.
  if (ABSOLUTE.test(String(path))) known['url.full'] = String(path);
  return known;
}

function portOf(request: Http.ClientRequest, given: GivenArguments, host: string): number | undefined {
  const option = numberOf(optionOf(given, 'port'));
  if (option !== undefined) return option;
  // Node.js puts the port there that it connects to, unless it is the default one.
  const header = request.getHeader('host');
  if (typeof header === 'string') {
    if (header.startsWith(`${host}:`)) return numberOf(header.slice(host.length + 1));
    if (header === host) return undefined;
  }
  const [first] = Array.from(given);
  if (typeof first === 'string') return numberOf(new URL(first).port);
  return first instanceof URL ? numberOf(first.port) : undefined;
}

/** An option by its name: those of the second argument win, as in Node.js. */
function optionOf(given: GivenArguments, name: string): unknown {
  return ownValue(given[1], name) ?? ownValue(given[0], name);
}

function hasCredentials(given: GivenArguments): boolean {
  const first = given[0];
  if (typeof first === 'string') return CREDENTIALS.test(first);
  return first instanceof URL ? first.username !== '' || first.password !== '' : Boolean(optionOf(given, 'auth'));
}

/** The value of a header, in any form that headers can have. */
function headerOf(request: Http.ClientRequest, headers: unknown, name: string): string | undefined {
  const entries: unknown[] = Array.isArray(headers) ? headers : [];
  const at = entries.findIndex((entry) => String(Array.isArray(entry) ? entry[0] : entry).toLowerCase() === name);
  const found =
    at < 0 ? request.getHeader(name) : Array.isArray(entries[at]) ? (entries[at] as unknown[])[1] : entries[at + 1];
  return typeof found === 'string' ? found : Array.isArray(found) ? String(found[0]) : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
