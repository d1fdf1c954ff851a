// A stand-in for MongoDB: speaks enough of its wire protocol for an unchanged driver, keeps the commands that arrive,
// and answers each with documents that do not depend on what was sent before.
// https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
const net = require('node:net');

const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013];
/** What a driver adds that differs from run to run. */
const LEFT_OUT = ['lsid', 'txnNumber', '$clusterTime', '$db'];
const DOCUMENTS = [
  { _id: 1, name: 'a' },
  { _id: 2, name: 'b' },
  { _id: 3, name: 'c' },
];

/**
 * @param bson the package of the driver.
 * @returns {Promise<{port: number, received: () => object[], close: () => void}>}
 */
exports.openMongo = async (bson) => {
  const commands = [];
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
          const size = rest.readInt32LE(0);
          answer(socket, rest.subarray(0, size));
          rest = rest.subarray(size);
        }
      });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  function answer(socket, message) {
    const [id, code] = [message.readInt32LE(4), message.readInt32LE(12)];
    const command = code === OP_QUERY ? readQuery(message) : readMessage(message);
    const [name] = Object.keys(command);
    if (!/^(hello|ismaster|endSessions)$/i.test(name))
      commands.push(Object.fromEntries(Object.entries(command).filter(([key]) => !LEFT_OUT.includes(key))));
    if (name === 'hangUp') return socket.destroy();
    const reply = bson.serialize((replies[name] ?? unknown)(command, name));
    const head = code === OP_QUERY ? Buffer.alloc(20) : Buffer.alloc(5);
    if (code === OP_QUERY) head.writeInt32LE(1, 16);
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + head.length + reply.length, 0);
    header.writeInt32LE(id, 8);
    header.writeInt32LE(code === OP_QUERY ? OP_REPLY : OP_MSG, 12);
    socket.write(Buffer.concat([header, head, reply]));
  }

  /** A command in the form of old drivers, which the first message of a connection still has. */
  function readQuery(message) {
    const end = message.indexOf(0, 20);
    return bson.deserialize(message.subarray(end + 9));
  }

  function readMessage(message) {
    let command = {};
    for (let at = 20; at < message.length;) {
      const kind = message[at];
      const size = message.readInt32LE(at + 1);
      const section = message.subarray(at + 1, at + 1 + size);
      if (kind === 0) command = { ...bson.deserialize(section), ...command };
      else {
        const end = section.indexOf(0, 4);
        const list = [];
        for (let from = end + 1; from < size; from += section.readInt32LE(from))
          list.push(bson.deserialize(section.subarray(from, from + section.readInt32LE(from))));
        command[section.toString('utf8', 4, end)] = list;
      }
      at += 1 + size;
    }
    const { documents, updates, deletes, ...first } = command;
    return { ...first, ...(documents && { documents }), ...(updates && { updates }), ...(deletes && { deletes }) };
  }

  return {
    port: server.address().port,
    received: () => commands.splice(0),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

const hello = () => ({
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  logicalSessionTimeoutMinutes: 30,
  ok: 1,
});
const cursor = (id, documents, name = 'firstBatch') => ({ cursor: { id, ns: 'app.pets', [name]: documents }, ok: 1 });
const unknown = (_command, name) => ({
  ok: 0,
  code: 59,
  codeName: 'CommandNotFound',
  errmsg: `no such command: ${name}`,
});
const written = (list, more) =>
  list?.some((each) => each._id === 'twice')
    ? { ok: 1, n: 0, writeErrors: [{ index: 0, code: 11_000, errmsg: 'E11000 duplicate key' }] }
    : { ok: 1, n: list?.length ?? 0, ...more };
const replies = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: () => ({ ok: 1 }),
  endSessions: () => ({ ok: 1 }),
  insert: ({ documents }) => written(documents),
  update: ({ updates }) => written(updates, { nModified: 1 }),
  delete: ({ deletes }) => written(deletes),
  find: ({ batchSize, limit }) =>
    batchSize === 1 ? cursor(7n, DOCUMENTS.slice(0, 1)) : cursor(0n, DOCUMENTS.slice(0, limit || 3)),
  getMore: () => cursor(0n, DOCUMENTS.slice(1), 'nextBatch'),
  killCursors: () => ({ ok: 1 }),
  aggregate: () => cursor(0n, [{ n: 3 }]),
  count: () => ({ n: 3, ok: 1 }),
  distinct: () => ({ values: ['a', 'b'], ok: 1 }),
  findAndModify: () => ({ value: DOCUMENTS[0], lastErrorObject: { n: 1 }, ok: 1 }),
};
