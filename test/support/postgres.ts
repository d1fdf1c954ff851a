import { createRequire } from 'node:module';
import { join } from 'node:path';

const fixtures = createRequire(join(__dirname, '..', 'fixtures', 'propagation', 'load.mjs'));

/** Removes what a queue of pg-boss left in the database: its schema is named after the queue. */
export async function dropSchema(queue: string): Promise<void> {
  const { Client } = fixtures('pg') as { Client: new (options: object) => any };
  const client = new Client({ connectionString: 'postgres://postgres@127.0.0.1:5432/test' });
  await client.connect();
  await client.query(`DROP SCHEMA IF EXISTS ${queue.replaceAll(/\W/g, '_')} CASCADE`);
  await client.end();
}
