// graphql's execute and its kin: contexts of all forms, options passed through, errors as they are.
const document = ({ parse }) => parse('{ hello }');
const run = async ({ graphql, schema }, contextValue) => {
  let got;
  const resolvers = { hello: (_args, context) => { got = context; return 'world'; } };
  const result = await graphql.execute({ schema, document: document(graphql), rootValue: resolvers, contextValue });
  return { result, got, same: got === contextValue };
};

module.exports = {
  scopes: ['@opentelemetry/instrumentation-graphql'],
  setup(load) {
    const graphql = load('graphql');
    return { graphql, schema: graphql.buildSchema('type Query { hello: String, fails: String }') };
  },
  calls: {
    'context is undefined': (t) => run(t, undefined),
    'context is null': (t) => run(t, null),
    'context is a plain object': (t, see) => run(t, see.unchanged('context', { user: 1 })),
    'context is frozen': (t, see) => run(t, see.unchanged('context', Object.freeze({ user: 1 }))),
    'context is sealed': (t, see) => run(t, see.unchanged('context', Object.seal({ user: 1 }))),
    'context has no prototype': (t, see) => run(t, see.unchanged('context', Object.assign(Object.create(null), { a: 1 }))),
    'context is a string': (t) => run(t, 'context'),
    'context is a symbol': (t) => run(t, Symbol('context')),
  },
};
