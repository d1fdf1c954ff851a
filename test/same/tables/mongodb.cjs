// mongodb against a stand-in on the wire: commands of each kind, documents of the app, cursors, and what fails.
const { openMongo } = require('../mongo.cjs');

const shown = (error) =>
  error instanceof Error
    ? [error.constructor.name, error.code, error.message, Object.keys(error).sort(), error.errorLabels]
    : error;
/** Runs a call, and notes what becomes of it and what the server got. */
const asked = async (t, see, label, run) => {
  await see.settled(label, (async () => run(t.pets))().catch(shown));
  see(`${label} sent`, t.server.received());
};
const call = (label, run) => (t, see) => asked(t, see, label, run);
const each = (label, values, run) => async (t, see) => {
  for (const [name, value] of Object.entries(values)) {
    see.unchanged(name, value);
    await asked(t, see, `${label} ${name}`, (pets) => run(pets, value));
  }
};
class Pet {
  #age = 7;
  constructor() {
    this._id = 1;
    this.name = 'class';
  }
  get age() {
    return this.#age;
  }
}
const documents = {
  plain: { _id: 1, name: 'a' },
  frozen: Object.freeze({ _id: 1, deep: Object.freeze({ list: Object.freeze([1]) }) }),
  sealed: Object.seal({ _id: 1 }),
  'without prototype': Object.assign(Object.create(null), { _id: 1 }),
  'of a class': new Pet(),
  'with getters': {
    _id: 1,
    get name() {
      return 'got';
    },
  },
  'with a getter that throws': {
    _id: 1,
    get name() {
      throw new TypeError('getter');
    },
  },
  'with toBSON': { _id: 1, toBSON: () => ({ _id: 1, own: true }) },
  'with undefined': { _id: 1, name: undefined },
  'with a key that is no name': { _id: 1, 'a.b': 1, $c: 2 },
  'with a symbol': { _id: 1, [Symbol('s')]: 1 },
  'that is known': { _id: 'twice' },
};
const odd = { undefined, null: null, number: 7, text: 'x', list: [1], function: () => {}, map: new Map([['a', 1]]) };

module.exports = {
  scopes: ['@opentelemetry/instrumentation-mongodb'],
  async setup(load) {
    const mongodb = load('mongodb');
    const server = await openMongo(load('bson'));
    const open = (options) => new mongodb.MongoClient(`mongodb://127.0.0.1:${server.port}`, options);
    // An ObjectId is another each time.
    const client = open({ maxPoolSize: 1, pkFactory: { createPk: () => 'made' } });
    await client.connect();
    return { mongodb, server, open, client, port: server.port, pets: client.db('app').collection('pets') };
  },
  async teardown({ client, server }) {
    await client.close();
    server.close();
  },
  calls: {
    ping: ({ client }) => client.db('app').command({ ping: 1 }),
    'insertOne: documents': each('insertOne', documents, (pets, document) => pets.insertOne(document)),
    'insertOne: what is no document': each('insertOne', odd, (pets, document) => pets.insertOne(document)),
    'insertOne gives an _id': async ({ pets, server }) => {
      const document = { name: 'new' };
      const { insertedId } = await pets.insertOne(document);
      server.received();
      return [document, insertedId];
    },
    'insertMany, ordered and not': each(
      'insertMany',
      {
        list: [{ _id: 1 }, { _id: 2 }],
        frozen: Object.freeze([Object.freeze({ _id: 1 })]),
        empty: [],
        'with one that is known': [{ _id: 'twice' }, { _id: 2 }],
        ...odd,
      },
      (pets, list) => pets.insertMany(list, Object.freeze({ ordered: false })),
    ),
    'find: filters': each('find', { ...documents, ...odd }, (pets, filter) => pets.find(filter).toArray()),
    'find: options': each(
      'find',
      {
        frozen: Object.freeze({ projection: Object.freeze({ name: 1 }), sort: Object.freeze({ name: -1 }), limit: 1 }),
        comment: { comment: 'of the app' },
        'a comment that is frozen': { comment: Object.freeze({ a: 1 }) },
        ...odd,
      },
      (pets, options) => pets.find({}, options).toArray(),
    ),
    'cursors in batches': async ({ pets, server }, see) => {
      const seen = [];
      const cursor = pets.find({}, { batchSize: 1 });
      for await (const { name } of cursor) seen.push(name);
      see('sent', server.received());
      return [seen, cursor.constructor.name, cursor.closed];
    },
    'a cursor that is left early': async ({ pets, server }, see) => {
      for await (const { name } of pets.find({}, { batchSize: 1 })) {
        see('first', name);
        break;
      }
      see('sent', server.received());
    },
    'a cursor as a stream': ({ pets, server }, see) =>
      new Promise((resolve) => {
        const stream = pets.find({}).stream();
        for (const name of ['data', 'end', 'error', 'close']) stream.on(name, (value) => see(name, value?._id));
        stream.on('end', () => resolve(server.received()));
      }),
    'a cursor that is mapped, and throws': call('map', (pets) =>
      pets
        .find({})
        .map(() => {
          throw new Error('own');
        })
        .toArray(),
    ),
    'one options object for several calls': async (t, see) => {
      const options = see.unchanged('options', { comment: 'c', writeConcern: { w: 1 } });
      await asked(t, see, 'insertOne', (pets) => pets.insertOne({ _id: 1 }, options));
      await asked(t, see, 'deleteOne', (pets) => pets.deleteOne({ _id: 1 }, options));
    },
    'updates and deletions': async (t, see) => {
      await asked(t, see, 'updateOne', (pets) => pets.updateOne(Object.freeze({ _id: 1 }), { $set: { a: 1 } }));
      await asked(t, see, 'no operator', (pets) => pets.updateOne({}, { a: 1 }));
      await asked(t, see, 'nothing', (pets) => pets.updateOne());
      await asked(t, see, 'replaceOne', (pets) => pets.replaceOne({ _id: 1 }, { a: 1 }, { upsert: true }));
      await asked(t, see, 'findOneAndUpdate', (pets) => pets.findOneAndUpdate({ _id: 1 }, { $inc: { a: 1 } }));
      await asked(t, see, 'deleteMany', (pets) => pets.deleteMany({}));
    },
    'aggregate, count, distinct': async (t, see) => {
      await asked(t, see, 'aggregate', (pets) =>
        pets.aggregate(Object.freeze([Object.freeze({ $match: {} })])).toArray(),
      );
      await asked(t, see, 'count', (pets) => pets.countDocuments());
      await asked(t, see, 'estimated', (pets) => pets.estimatedDocumentCount());
      await asked(t, see, 'distinct', (pets) => pets.distinct('name'));
    },
    'bulkWrite of each kind': each(
      'bulkWrite',
      {
        frozen: Object.freeze([Object.freeze({ insertOne: Object.freeze({ document: { _id: 1 } }) })]),
        none: [],
        ...odd,
      },
      (pets, operations) => pets.bulkWrite(operations),
    ),
    'commands of each kind': async (t, see) => {
      for (const command of [{ nothing: 1 }, Object.freeze({ ping: 1, own: 'x' }), undefined, null, 7, 'ping', {}])
        await asked(t, see, JSON.stringify(command) ?? 'undefined', () =>
          t.client.db('app').command(see.unchanged('command', command)),
        );
    },
    'a connection that ends within a command': (t, see) =>
      asked(t, see, 'hangUp', () => t.client.db('app').command({ hangUp: 1 })),
    'a signal that is aborted': (t, see) =>
      asked(t, see, 'find', (pets) => pets.find({}, { signal: AbortSignal.abort(Symbol('gone')) }).toArray()),
    'a session that is frozen by its end': async (t, see) => {
      const session = t.client.startSession();
      await asked(t, see, 'within', (pets) => pets.insertOne({ _id: 1 }, { session }));
      await session.endSession();
      await asked(t, see, 'after', (pets) => pets.insertOne({ _id: 1 }, { session }));
    },
    'events of commands and the pool': async ({ open }, see) => {
      const client = open({ monitorCommands: true, maxPoolSize: 1 });
      for (const name of [
        'commandStarted',
        'commandSucceeded',
        'commandFailed',
        'connectionCreated',
        'connectionClosed',
      ])
        client.on(name, (event) => see(name, event.commandName));
      await client.db('app').command({ ping: 1 });
      await client
        .db('app')
        .command({ nothing: 1 })
        .catch(() => {});
      see(
        'listeners',
        client.eventNames().map((name) => [String(name), client.listenerCount(name)]),
      );
      await client.close();
    },
    'listeners once and off': async ({ open }, see) => {
      const client = open({ monitorCommands: true });
      const heard = () => see('heard');
      client.once('commandStarted', heard).off('commandStarted', heard);
      see('left', client.listenerCount('commandStarted'));
      await client.close();
    },
    'a client that is closed': async ({ open }, see) => {
      const client = open();
      await client.connect();
      await client.close();
      await see.settled('again', client.db('app').command({ ping: 1 }));
      await client.close();
    },
    'no server': ({ mongodb }, see) => {
      const client = new mongodb.MongoClient('mongodb://127.0.0.1:1', { serverSelectionTimeoutMS: 20 });
      return see.settled(
        'connect',
        client.connect().catch(({ constructor, message }) => [constructor.name, message]),
      );
    },
    'addresses and options that are none': ({ mongodb }, see) => {
      for (const address of [undefined, null, 7, 'x', 'http://a'])
        see.outcome(String(address), () => new mongodb.MongoClient(address).options.dbName);
      for (const options of [null, 7, Object.freeze({ appName: 'a' }), { unknown: 1 }, { maxPoolSize: 'x' }])
        see.outcome(JSON.stringify(options), () => new mongodb.MongoClient('mongodb://a', options).options.appName);
    },
    '`this` is lost': ({ pets }, see) => {
      const { insertOne, find } = pets;
      see.outcome('find', () => find({}));
      return see.settled('insertOne', (async () => insertOne({ _id: 1 }))());
    },
    'methods look as they did': ({ mongodb }) =>
      [
        mongodb.Collection.prototype.insertOne,
        mongodb.Collection.prototype.find,
        mongodb.MongoClient.prototype.connect,
        mongodb.Db.prototype.command,
      ].map((method) => [method.name, method.length]),
  },
  alone: {
    'a rejection that is not handled': ({ client }) => {
      void client.db('app').command({ nothing: 1 });
      return new Promise(() => {});
    },
    'an end without close()': ({ client, server }) => {
      client.unref?.();
      server.close();
      process.exitCode = 3;
      setImmediate(() => process.exit());
    },
  },
};
