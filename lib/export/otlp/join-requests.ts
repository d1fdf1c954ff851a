/** A field of a protobuf message, as it stands: https://protobuf.dev/programming-guides/encoding/ */
interface Field {
  readonly number: number;
  /** With its tag. */
  readonly whole: Uint8Array;
  /** Without tag and length; empty if the field has no length. */
  readonly content: Uint8Array;
}

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
      for (const { content } of lengthDelimitedFields(request)) {
        const fields = [...lengthDelimitedFields(content)];
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
  return Buffer.concat(
    [...groups.values()].flatMap(({ head, scopes }) => {
      const parts = [...head, ...scopes];
      return [Uint8Array.of(0x0a), varint(parts.reduce((sum, { byteLength }) => sum + byteLength, 0)), ...parts];
    }),
  );
}

function* lengthDelimitedFields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const read = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('a field is cut off');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.byteLength) {
    const start = at;
    const tag = read();
    // Requests and what they consist of have no fields but those with a length.
    if ((tag & 7) !== 2) throw new TypeError(`wire type ${tag & 7}`);
    const length = read();
    const from = at;
    at += length;
    if (at > bytes.byteLength) throw new RangeError('a field is cut off');
    yield { number: tag >>> 3, whole: bytes.subarray(start, at), content: bytes.subarray(from, at) };
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}

function joinJson(requests: readonly Uint8Array[]): Uint8Array {
  const joined: Record<string, unknown[]> = {};
  for (const request of requests) {
    for (const [name, list] of Object.entries(JSON.parse(Buffer.from(request).toString()) as Record<string, unknown[]>))
      (joined[name] ??= []).push(...list);
  }
  return Buffer.from(JSON.stringify(joined));
}
