// Libraries that talk to others and that no instrumentation knows: what they do makes no spans of its own. Left out:
// those that use one that is known (typeorm, drizzle and sequelize use a driver, most SDKs of clouds use HTTP), and
// frameworks whose requests firstlight sees on Node's own server.

/** By package: what is seen of it nonetheless, or what to do. */
export const UNINSTRUMENTED: Readonly<Record<string, string>> = {
  '@prisma/client':
    'its engine talks to the database itself; @prisma/instrumentation makes spans of its queries, and works ' +
    'with firstlight',
  aerospike: 'the client is compiled code',
  couchbase: 'it has a tracer of its own, see the setting "tracer" of its cluster',
  duckdb: 'its queries run in the process: their time is in the span that is active',
  'neo4j-driver': 'make spans around session.run',
  nsqjs: 'messages carry no trace context',
  rhea: 'messages carry no trace context',
  'snowflake-sdk': 'its HTTP requests are traced, its statements have no names there',
  'uWebSockets.js': 'it is a server of its own beside Node’s: its requests give neither lines nor spans',
  'valkey-glide': 'the client is compiled code; ioredis talks to the same servers and is traced',
  '@valkey/valkey-glide': 'the client is compiled code; ioredis talks to the same servers and is traced',
  zeromq: 'messages carry no trace context',
};
