// graphql's execute and its kin: contexts of all forms, options passed through, errors as they are.
const document = ({ parse }) => parse('{ hello }');
const run = async ({ graphql, schema }, contextValue) => {
  let got;
  const resolvers = {
    hello: (_args, context) => {
      got = context;
      return 'world';
    },
  };
  const result = await graphql.execute({ schema, document: document(graphql), rootValue: resolvers, contextValue });
  return { result, got, same: got === contextValue };
};

module.exports = {
  scopes: ['@opentelemetry/instrumentation-graphql'],
  setup(load) {
    const graphql = load('graphql');
    const schema = graphql.buildSchema(
      'type Query { hello: String, fails: String, item: Item, items: [Item] } type Item { name: String, child: Item }',
    );
    const ask = (source, rootValue, more) => graphql.graphql({ schema, source, rootValue, ...more });
    return { graphql, schema, ask };
  },
  calls: {
    'context is undefined': (t) => run(t, undefined),
    'context is null': (t) => run(t, null),
    'context is a plain object': (t, see) => run(t, see.unchanged('context', { user: 1 })),
    'context is frozen': (t, see) => run(t, see.unchanged('context', Object.freeze({ user: 1 }))),
    'context is sealed': (t, see) => run(t, see.unchanged('context', Object.seal({ user: 1 }))),
    'context has no prototype': (t, see) =>
      run(t, see.unchanged('context', Object.assign(Object.create(null), { a: 1 }))),
    'context is a string': (t) => run(t, 'context'),
    'context is a symbol': (t) => run(t, Symbol('context')),
    'one context for two executions at once': async ({ ask }, see) => {
      const contextValue = see.unchanged('context', { user: 1 });
      const slow = () =>
        new Promise((resolve) => {
          setTimeout(resolve, 5, 'x');
        });
      return Promise.all([
        ask('{ hello }', { hello: slow }, { contextValue }),
        ask('{ item { name } }', { item: { name: slow } }, { contextValue }),
      ]);
    },
    'an execution within a resolver': ({ ask }) =>
      ask('{ hello }', { hello: async () => JSON.stringify(await ask('{ hello }', { hello: 'inner' })) }),
    'the functions': ({ graphql }) => ['execute', 'parse', 'validate', 'graphql'].map((name) => graphql[name]),
    'positional arguments of execute': ({ graphql, schema }, see) =>
      see.outcome('execute', () => graphql.execute(schema, graphql.parse('{ hello }'), { hello: 'x' })),
    'no arguments of execute': ({ graphql }, see) => {
      see.outcome('none', () => graphql.execute());
      see.outcome('null', () => graphql.execute(null));
      see.outcome('empty', () => graphql.execute({}));
    },
    'frozen arguments of execute': ({ graphql, schema }, see) =>
      graphql.execute(
        see.unchanged(
          'args',
          Object.freeze({ schema, document: graphql.parse('{ hello }'), rootValue: Object.freeze({ hello: 'x' }) }),
        ),
      ),
    'inherited arguments of execute': ({ graphql, schema }) =>
      graphql.execute(Object.create({ schema, document: graphql.parse('{ hello }'), rootValue: { hello: 'x' } })),
    'a getter of an argument throws': ({ graphql, schema }, see) =>
      see.outcome('execute', () =>
        graphql.execute({
          schema,
          document: graphql.parse('{ hello }'),
          get contextValue() {
            throw new Error('getter');
          },
        }),
      ),
    'options of execute': ({ graphql }) =>
      graphql.execute({
        schema: graphql.buildSchema('input I { a: Int b: Int } type Query { q(i: I): Int }'),
        document: graphql.parse('query($i: I) { q(i: $i) }'),
        variableValues: { i: { a: 'x', b: 'y' } },
        options: { maxCoercionErrors: 1 },
      }),
    'no result of a promise where there is none': ({ graphql, schema }) =>
      graphql.execute({ schema, document: graphql.parse('{ hello }'), rootValue: { hello: 'x' } }) instanceof Promise,
    'options of parse': ({ graphql }) => [
      graphql.parse('{ a }', { noLocation: true }).loc,
      graphql.parse('{ a }').loc.end,
    ],
    'parse fails': ({ graphql }, see) => {
      see.outcome('text', () => graphql.parse('{'));
      see.outcome('nothing', () => graphql.parse());
    },
    'too many tokens': ({ graphql }, see) => see.outcome('parse', () => graphql.parse('{ a b c }', { maxTokens: 2 })),
    validate: ({ graphql, schema }, see) => {
      see.outcome('none', () => graphql.validate());
      see.outcome('no document', () => graphql.validate(schema));
      see.outcome('errors', () =>
        graphql.validate(schema, graphql.parse('{ a b c }'), undefined, { maxErrors: 1 }).map(String),
      );
      see.outcome('no location', () => graphql.validate(schema, graphql.parse('{ hello }', { noLocation: true })));
    },
    'rules of validate': ({ graphql, schema }) => graphql.validate(schema, graphql.parse('{ a }'), []),
    'a resolver throws': ({ ask }) =>
      ask('{ fails }', {
        fails() {
          throw new Error('own');
        },
      }),
    'a resolver throws nothing': ({ ask }) =>
      ask('{ fails }', {
        fails() {
          throw undefined;
        },
      }),
    'a resolver rejects': ({ ask }) =>
      ask('{ fails }', { fails: () => Promise.reject(Object.freeze(new Error('own'))) }),
    'a thenable is asked once': ({ ask }, see) =>
      ask('{ hello }', {
        hello: () => ({
          then(done) {
            see('asked');
            done('x');
          },
        }),
      }),
    'a getter of a source runs once': ({ ask }, see) =>
      ask('{ hello }', {
        get hello() {
          see('read');
          return 'x';
        },
      }),
    'nested lists': ({ ask }) =>
      ask('{ items { name child { name } } }', { items: [{ name: 'a', child: { name: 'b' } }, { name: () => 'c' }] }),
    'a field resolver': ({ ask }, see) =>
      ask(
        '{ hello }',
        { hello: 'x' },
        {
          fieldResolver(source, args, context, info) {
            see('arguments', [source, args, context, info.fieldName]);
            return 'y';
          },
        },
      ),
    'resolvers of a schema': async ({ graphql }, see) => {
      const resolve = function (source, args, context, info) {
        see('info', [info.fieldName, info.schema === schema, info.rootValue]);
        return context;
      };
      const schema = new graphql.GraphQLSchema({
        query: new graphql.GraphQLObjectType({
          name: 'Query',
          fields: { hello: { type: graphql.GraphQLString, resolve } },
        }),
      });
      const result = await graphql.graphql({ schema, source: '{ hello }', contextValue: 'x' });
      return [
        result,
        schema.getQueryType().getFields().hello.resolve.length,
        Object.getOwnPropertySymbols(schema.getQueryType()),
      ];
    },
    'a frozen field': async ({ graphql }) => {
      const schema = new graphql.GraphQLSchema({
        query: new graphql.GraphQLObjectType({
          name: 'Query',
          fields: { hello: { type: graphql.GraphQLString, resolve: () => 'x' } },
        }),
      });
      Object.freeze(schema.getQueryType().getFields().hello);
      return graphql.graphql({ schema, source: '{ hello }' });
    },
  },
};
