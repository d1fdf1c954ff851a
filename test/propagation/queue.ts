import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { startKafka } from '../support/kafka';
import { dropSchema } from '../support/postgres';

/** A queue of its own for one test: its name, and the port of Kafka's stand-in, 0 for other libraries. */
export async function openQueue(t: TestContext, library: string): Promise<{ name: string; kafka: number }> {
  const name = `fl.${randomUUID()}`;
  if (library === 'pg-boss') t.after(() => dropSchema(name));
  return { name, kafka: library === 'kafkajs' ? await startKafka() : 0 };
}
