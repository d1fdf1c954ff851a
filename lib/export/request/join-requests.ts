import { wireField, wireFields } from './wire';

/**
 * Joins OTLP export requests into one. Threads of a process have one resource, which requests of single items repeat:
 * it is written once. Works for all three signals, whose requests are built alike: field 1 repeats, and of its content
 * field 1 is the resource, 2 what belongs to it.
 */
export function joinRequests(format: 'protobuf' | 'json', requests: readonly Uint8Array[]): Uint8Array {
  if (requests.length === 1) return requests[0]!;
  return format === 'json' ? joinJson(requests) : joinProtobuf(requests);
}

const SCOPES = 2;

function joinProtobuf(requests: readonly Uint8Array[]): Uint8Array {
  const groups = new Map<string, { head: Uint8Array[]; scopes: Uint8Array[] }>();
  try {
    for (const request of requests) {
      for (const { content } of wireFields(request)) {
        const fields = [...wireFields(content)];
        const head = fields.filter(({ number }) => number !== SCOPES).map(({ whole }) => whole);
        const key = head
          .map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
          .join();
        const group = groups.get(key) ?? { head, scopes: [] };
        groups.set(key, group);
        for (const { number, whole } of fields) if (number === SCOPES) group.scopes.push(whole);
      }
    }
  } catch {
    // Repeated fields may always stand behind one another.
    return Buffer.concat(requests);
  }
  return Buffer.concat([...groups.values()].flatMap(({ head, scopes }) => wireField(1, [...head, ...scopes])));
}

function joinJson(requests: readonly Uint8Array[]): Uint8Array {
  const joined: Record<string, unknown[]> = {};
  for (const request of requests) {
    for (const [name, list] of Object.entries(JSON.parse(Buffer.from(request).toString()) as Record<string, unknown[]>))
      (joined[name] ??= []).push(...list);
  }
  return Buffer.from(JSON.stringify(joined));
}
