import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after } from 'node:test';
import { Reader, Writer } from './kafka-bytes';

/**
 * A stand-in for a Kafka broker, since none can be installed here: one node, topics of one partition that come into
 * being when they are asked for, groups of one member, nothing stored. It implements enough of the protocol for an
 * unchanged client to send and receive record batches. https://kafka.apache.org/protocol
 */
export async function startKafka(): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket
      .on('error', () => {})
      .on('close', () => sockets.delete(socket))
      .on('data', (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk]);
        while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
          const end = 4 + rest.readInt32BE(0);
          void serve(rest.subarray(4, end), socket);
          rest = rest.subarray(end);
        }
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;

  const topics = new Map<string, Batch[]>();
  const wakers = new Set<() => void>();
  const batchesOf = (topic: string): Batch[] => topics.get(topic) ?? topics.set(topic, []).get(topic)!;
  const endOf = (topic: string): number => batchesOf(topic).at(-1)?.end ?? 0;
  const node = (out: Writer): Writer => out.int32(1).string('127.0.0.1').int32(port);

  async function serve(request: Buffer, socket: Socket): Promise<void> {
    const input = new Reader(request);
    const [api, , correlation] = [input.int16(), input.int16(), input.int32(), input.string()];
    const out = new Writer().int32(correlation);
    const eachPartition = (read: (topic: string) => void): void => {
      out.mirror(input, () => {
        const topic = input.string();
        out.string(topic).mirror(input, () => {
          out.int32(input.int32());
          read(topic);
        });
      });
    };
    await handlers[api]?.(input, out, eachPartition);
    if (!socket.destroyed) socket.write(out.framed());
  }

  const handlers: Record<
    number,
    (input: Reader, out: Writer, eachPartition: (read: (topic: string) => void) => void) => void | Promise<void>
  > = {
    [18]: (_input, out) =>
      void out
        .int16(0)
        .array(
          VERSIONS.map(
            ([api, version]) =>
              () =>
                out.int16(api).int16(version).int16(version),
          ),
        )
        .int32(0),
    [3]: (input, out) => {
      const asked = input.list(() => input.string());
      out.array([() => node(out)]).array(
        asked.map((topic) => () => {
          out
            .int16(0)
            .string(topic)
            .array([
              () => {
                out
                  .int16(0)
                  .int32(0)
                  .int32(1)
                  .array([() => out.int32(1)])
                  .array([() => out.int32(1)]);
              },
            ]);
        }),
      );
    },
    [10]: (_input, out) => void node(out.int16(0)),
    [11]: (input, out) => {
      const [, , , , name, metadata] = [
        input.string(),
        input.int32(),
        input.string(),
        input.string(),
        (input.int32(), input.string()),
        input.bytes(),
      ];
      out
        .int16(0)
        .int32(1)
        .string(name)
        .string('member')
        .string('member')
        .array([() => out.string('member').bytes(metadata)]);
    },
    [14]: (input, out) => {
      input.string();
      input.int32();
      input.string();
      const [assignment] = input.list(() => {
        input.string();
        return input.bytes();
      });
      out.int16(0).bytes(assignment ?? Buffer.alloc(0));
    },
    [12]: (_input, out) => void out.int16(0),
    [13]: (_input, out) => void out.int16(0),
    [9]: (input, out, eachPartition) => {
      input.string();
      eachPartition(() => out.int64(-1).string('').int16(0));
    },
    [8]: (input, out, eachPartition) => {
      input.string();
      input.int32();
      input.string();
      input.int64();
      eachPartition(() => {
        input.int64();
        input.string();
        out.int16(0);
      });
    },
    [2]: (input, out, eachPartition) => {
      input.int32();
      eachPartition((topic) =>
        out
          .int16(0)
          .int64(-1)
          .int64(input.int64() === -2 ? 0 : endOf(topic)),
      );
    },
    [0]: (input, out, eachPartition) => {
      input.string();
      input.int16();
      input.int32();
      eachPartition((topic) => {
        const [bytes, start] = [Buffer.from(input.bytes()), endOf(topic)];
        bytes.writeBigInt64BE(BigInt(start), 0);
        batchesOf(topic).push({ bytes, end: start + 1 + bytes.readInt32BE(LAST_OFFSET_DELTA) });
        out.int16(0).int64(start).int64(-1);
      });
      out.int32(0);
      for (const wake of wakers) wake();
    },
    [1]: async (input, out) => {
      input.int32();
      const maxWait = input.int32();
      input.int32();
      input.int32();
      input.int8();
      const wanted = input.list(() => ({
        topic: input.string(),
        offsets: input.list(() => {
          input.int32();
          const offset = input.int64();
          input.int32();
          return offset;
        }),
      }));
      const found = () =>
        wanted.map(({ topic, offsets }) => ({
          topic,
          bytes: Buffer.concat(
            batchesOf(topic)
              .filter(({ end }) => end > offsets[0]!)
              .map(({ bytes }) => bytes),
          ),
        }));
      if (found().every(({ bytes }) => bytes.length === 0))
        await new Promise<void>((wake) => {
          wakers.add(wake);
          setTimeout(wake, maxWait);
        }).then(() => wakers.clear());
      out.int32(0).array(
        found().map(({ topic, bytes }) => () => {
          out
            .string(topic)
            .array([() => out.int32(0).int16(0).int64(endOf(topic)).int64(endOf(topic)).int32(0).bytes(bytes)]);
        }),
      );
    },
  };
  return port;
}

interface Batch {
  readonly bytes: Buffer;
  readonly end: number;
}

/** Where a record batch says how many records it has. */
const LAST_OFFSET_DELTA = 23;

/**
 * By the numbers of the protocol: Produce, Fetch, ListOffsets, Metadata, OffsetCommit, OffsetFetch, FindCoordinator,
 * JoinGroup, Heartbeat, LeaveGroup, SyncGroup, ApiVersions.
 */
const VERSIONS = [
  [0, 3],
  [1, 4],
  [2, 1],
  [3, 0],
  [8, 2],
  [9, 1],
  [10, 0],
  [11, 0],
  [12, 0],
  [13, 0],
  [14, 0],
  [18, 2],
] as const;
