// What is seen of each framework, by the packages that tests run.

const HANDLERS = 'with and without an error handler of the app’s';
const OWN = 'what the framework itself is given to answer';
const OPERATION = 'on the span of the operation';

/** [title, packages, route, error] */
export const FRAMEWORKS = [
  ['AdonisJS', [], 'not seen', 'not seen'],
  ['Apollo Server', ['@apollo/server'], 'that of its HTTP server; type and name of the operation', OPERATION],
  ['Astro, SvelteKit', [], 'not seen: what they build has the framework in itself', 'not seen'],
  ['Connect', ['connect'], 'none: it has no router', OWN],
  ['Elysia on Node.js', [], 'not seen', 'not seen'],
  ['Express', ['express'], 'of routers and sub-apps, with their mounts', HANDLERS],
  ['Fastify', ['fastify'], 'also if a hook or the validation answers', HANDLERS],
  ['Feathers', ['@feathersjs/feathers'], 'the path of the service, on Express and Koa', 'on Express, as of Express'],
  ['GraphQL over HTTP', ['graphql-http'], 'that of its HTTP server; type and name of the operation', OPERATION],
  ['GraphQL Yoga', ['graphql-yoga'], 'that of its HTTP server; type and name of the operation', OPERATION],
  ['h3', ['h3'], 'with mounts', HANDLERS],
  ['hapi', ['@hapi/hapi'], 'that of the route', HANDLERS],
  ['Hexo server', [], 'none: it has no router', 'as of Connect'],
  ['Hono', ['hono'], 'of routers in routers; `hono/tiny` and `hono/quick` as well', HANDLERS],
  ['Koa', ['koa', '@koa/router'], 'of @koa/router and koa-router', 'what is emitted as `error` on the app'],
  ['LoopBack 4', ['@loopback/rest'], 'that of the route', OWN],
  ['mercurius', ['mercurius'], 'type and name of the operation, compiled by graphql-jit as well', OPERATION],
  ['micro', ['micro'], 'none: it has no router', OWN],
  ['Moleculer', ['moleculer-web'], 'the alias, or the action', OWN],
  ['NestJS', ['@nestjs/core'], 'that of Express or Fastify; controller and handler on the span', HANDLERS],
  ['Next.js', ['next'], 'of both routers; its own span of the request is an internal one', 'on its own spans'],
  ['Nitro, Nuxt', [], 'not seen: what they build has h3 in itself', 'not seen'],
  ['Polka', ['polka'], 'of mounted applications, too', 'what is given to `next`'],
  ['React Router', ['react-router'], 'the route that is matched', 'what its `handleError` gets, if the app has one'],
  ['restify', ['restify'], 'that of the route', OWN],
  ['Sails', [], 'that of the route', 'not seen'],
  ['tRPC', ['@trpc/server'], 'the procedures, those of a batch by their names', 'the cause, or the error of tRPC'],
];
