// mongoose without a server: what is validated, buffered and hooked, and how each fails.
const shown = (error) => (error instanceof Error ? [error.constructor.name, error.message] : error);
const fails = (see, label, run) => see.settled(label, (async () => run())().catch(shown));

module.exports = {
  setup(load) {
    const mongoose = load('mongoose');
    mongoose.set('bufferTimeoutMS', 30);
    const seen = [];
    const schema = new mongoose.Schema({ name: { type: String, required: true } });
    for (const name of ['save', 'find', 'findOne', 'updateOne', 'validate', 'aggregate'])
      schema.pre(name, function () {
        seen.push([name, this?.constructor?.name]);
      });
    return { mongoose, Pet: mongoose.model('Pet', schema), seen };
  },
  calls: {
    'a document that is not valid': ({ Pet }, see) => fails(see, 'save', () => new Pet({}).save()),
    save: ({ Pet, seen }, see) => fails(see, 'save', () => new Pet({ name: 'a' }).save()).then(() => seen.splice(0)),
    find: ({ Pet, seen }, see) => fails(see, 'find', () => Pet.find({ name: 'a' })).then(() => seen.splice(0)),
    exec: ({ Pet }, see) => fails(see, 'exec', () => Pet.find({ name: 'a' }).exec()),
    'what a query is': ({ Pet }) => {
      const query = Pet.find({ name: 'a' });
      return [query.constructor.name, query instanceof Promise, typeof query.then, Object.keys(query).sort()];
    },
    'a query that runs twice': async ({ Pet }, see) => {
      const query = Pet.findOne({ name: 'a' });
      await fails(see, 'first', () => query);
      await fails(see, 'second', () => query);
    },
    'conditions of each kind': async ({ Pet }, see) => {
      for (const conditions of [undefined, null, 7, 'x', [], () => {}, Symbol('s'), Object.freeze({ name: 'a' })])
        await fails(see, typeof conditions, () => Pet.findOne(conditions));
    },
    'a condition that cannot be cast': ({ Pet }, see) => fails(see, 'find', () => Pet.findById('x')),
    'conditions are left alone': ({ Pet }, see) => {
      const conditions = see.unchanged('conditions', Object.freeze({ name: Object.freeze({ $in: ['a'] }) }));
      return fails(see, 'find', () => Pet.find(conditions).lean());
    },
    'by callback': ({ Pet }, see) => see.outcome('find', () => Pet.find({}, () => {})),
    'exec by callback': ({ Pet }, see) => fails(see, 'exec', () => Pet.find({}).exec(() => {})),
    updates: async ({ Pet }, see) => {
      await fails(see, 'updateOne', () => Pet.updateOne({ name: 'a' }, { name: 'b' }));
      await fails(see, 'findOneAndUpdate', () => Pet.findOneAndUpdate({ name: 'a' }, { name: 'b' }));
      await fails(see, 'deleteMany', () => Pet.deleteMany({}));
      await fails(see, 'insertMany', () => Pet.insertMany([{ name: 'a' }]));
      await fails(see, 'bulkWrite', () => Pet.bulkWrite([]));
      await fails(see, 'no update', () => Pet.updateOne());
    },
    aggregate: async ({ Pet, seen }, see) => {
      const aggregate = Pet.aggregate([{ $match: { name: 'a' } }]);
      see('class', [aggregate.constructor.name, Object.keys(aggregate).sort()]);
      await fails(see, 'aggregate', () => aggregate);
      await fails(see, 'exec', () => Pet.aggregate([]).exec());
      return seen.splice(0);
    },
    'bad pipelines': async ({ Pet }, see) => {
      for (const pipeline of [undefined, null, 7, {}, ['x'], Symbol('s')])
        await fails(see, typeof pipeline, () => Pet.aggregate(pipeline));
    },
    'a hook that throws': ({ mongoose }, see) => {
      const schema = new mongoose.Schema({ name: String });
      schema.pre('find', () => {
        throw new Error('own');
      });
      return fails(see, 'find', () => mongoose.model('Hooked', schema).find());
    },
    'a hook that rejects with nothing': ({ mongoose }, see) => {
      const schema = new mongoose.Schema({ name: String });
      schema.pre('save', () => Promise.reject());
      const Model = mongoose.model('Nothing', schema);
      return fails(see, 'save', () => new Model({ name: 'a' }).save());
    },
    'a hook that rejects with a text': ({ mongoose }, see) => {
      const schema = new mongoose.Schema({ name: String });
      schema.pre('findOne', () => Promise.reject('text'));
      return fails(see, 'findOne', () => mongoose.model('Text', schema).findOne());
    },
    'the order of a rejection': ({ Pet }) =>
      new Promise((resolve) => {
        const log = [];
        let steps = Promise.resolve();
        new Pet({}).save().catch(() => log.push('failed'));
        for (let step = 1; step <= 30; step++) steps = steps.then(() => log.push(step));
        setImmediate(() => setImmediate(() => resolve(log.indexOf('failed') >= 0)));
      }),
    'a document': ({ Pet }) => {
      const pet = new Pet({ name: 'a' });
      return [
        Object.keys(pet.toObject()),
        pet.isNew,
        pet.save.name,
        pet.save.length,
        Reflect.ownKeys(pet).map(String).sort(),
      ];
    },
    'a session that is none': ({ Pet }, see) =>
      fails(see, 'save', () => new Pet({ name: 'a' }).save({ session: null })),
    'options of save': async ({ Pet }, see) => {
      for (const options of [null, 7, 'x', Object.freeze({ timestamps: false })])
        await fails(see, typeof options, () => new Pet({ name: 'a' }).save(options));
    },
    'no `this`': ({ Pet }, see) => {
      const { save } = new Pet({ name: 'a' });
      return fails(see, 'save', () => save());
    },
    'a cursor': ({ Pet }, see) =>
      fails(see, 'cursor', async () => {
        const waits = async () => {
          for await (const pet of Pet.find().cursor()) return pet;
        };
        // Without a server it waits for ever: ten times as long as commands wait for one.
        return Promise.race([waits(), new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
      }),
    'the functions': ({ mongoose }) =>
      [
        mongoose.Query.prototype.exec,
        mongoose.Model.prototype.save,
        mongoose.Aggregate.prototype.exec,
        mongoose.Model.insertMany,
      ].map(({ name, length }) => [name, length]),
  },
};
