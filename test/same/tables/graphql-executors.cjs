// What executes operations without graphql's execute: graphql-jit, which mercurius uses, and the executor of GraphQL
// Tools, which Yoga uses.
const { createRequire } = require('node:module');
const path = require('node:path');

// All of one folder: a schema belongs to one copy of graphql.
const load = createRequire(path.join(__dirname, '..', '..', 'fixtures', 'servers', 'package.json'));
/** Without the stacks of errors, which graphql-jit keeps as text. */
const asSent = (result) => JSON.parse(JSON.stringify(result));
const DEFINITION = 'type Query { hello: String, fails: String, items: [Item] } type Item { name: String }';

module.exports = {
  scopes: ['@opentelemetry/instrumentation-graphql'],
  setup() {
    const graphql = load('graphql');
    const { compileQuery, isCompiledQuery } = load('graphql-jit');
    const { execute } = load('@graphql-tools/executor');
    const schema = graphql.buildSchema(DEFINITION);
    schema.getQueryType().getFields().fails.resolve = () => Promise.reject(new Error('own'));
    const both = async (see, source, rootValue, contextValue, variableValues) => {
      const document = graphql.parse(source);
      const compiled = compileQuery(schema, document);
      const jit = isCompiledQuery(compiled) ? compiled.query(rootValue, contextValue, variableValues) : compiled;
      see('jit', [jit instanceof Promise, asSent(await jit)]);
      const tools = execute({ schema, document, rootValue, contextValue, variableValues });
      see('tools', [tools instanceof Promise, asSent(await tools)]);
    };
    return { graphql, schema, compileQuery, execute, both };
  },
  calls: {
    'the functions': ({ compileQuery, execute }) => [compileQuery, execute],
    'a value': ({ both }, see) => both(see, '{ hello }', { hello: 'x' }),
    'a list': ({ both }, see) => both(see, '{ items { name } }', { items: [{ name: 'a' }, { name: () => 'b' }] }),
    'a promise': ({ both }, see) => both(see, '{ hello }', { hello: async () => 'x' }),
    'a rejection': ({ both }, see) => both(see, '{ fails }'),
    'a frozen context': ({ both }, see) =>
      both(see, '{ hello }', { hello: 'x' }, see.unchanged('c', Object.freeze({}))),
    'a context without a prototype': ({ both }, see) =>
      both(see, '{ hello }', { hello: 'x' }, see.unchanged('c', Object.create(null))),
    'a context that is a string': ({ both }, see) => both(see, '{ hello }', { hello: 'x' }, 'context'),
    'a getter of a source runs once': ({ both }, see) =>
      both(see, '{ hello }', {
        get hello() {
          see('read');
          return 'x';
        },
      }),
    'a getter of a source throws': ({ both }, see) =>
      both(see, '{ hello }', {
        get hello() {
          throw new Error('getter');
        },
      }),
    'an unknown operation': ({ graphql, schema, compileQuery, execute }, see) => {
      const document = graphql.parse('query A { hello }');
      see.outcome('jit', () => compileQuery(schema, document, 'B'));
      see.outcome('tools', () => execute({ schema, document, operationName: 'B' }));
    },
    'no arguments': ({ compileQuery, execute }, see) => {
      see.outcome('jit', () => compileQuery());
      see.outcome('no document', () => compileQuery({}));
      see.outcome('tools', () => execute());
      see.outcome('empty', () => execute({}));
    },
    'frozen arguments': ({ graphql, schema, execute }, see) =>
      execute(see.unchanged('args', Object.freeze({ schema, document: graphql.parse('{ hello }') }))),
    'a getter of an argument throws': ({ graphql, schema, execute }, see) =>
      see.outcome('tools', () =>
        execute({
          schema,
          document: graphql.parse('{ hello }'),
          get contextValue() {
            throw new Error('getter');
          },
        }),
      ),
    'a signal that is aborted': ({ graphql, schema, execute }, see) =>
      see.outcome('tools', () =>
        execute({ schema, document: graphql.parse('{ hello }'), signal: AbortSignal.abort(new Error('gone')) }),
      ),
    'what is compiled': ({ graphql, schema, compileQuery }) => {
      const compiled = compileQuery(schema, graphql.parse('query Named { hello }'));
      return [Object.keys(compiled), compiled.query.name, compiled.query.length, compiled.stringify === JSON.stringify];
    },
  },
};
