import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

interface Service {
  label: string;
  port: number;
  package: string;
}

const services = JSON.parse(readFileSync(join(__dirname, '..', 'services', 'services.json'), 'utf8')) as Record<
  string,
  Service
>;

/** A server of test/services/services.json. */
export type ServiceName = 'postgres' | 'mariadb' | 'redis' | 'rabbitmq' | 'nats' | 'mqtt';

/**
 * Whether a test may go on with a server: skips it with a reason if nothing answers, but fails it under `CI=true`,
 * where a missing server is a fault of the run.
 */
export async function needsService(t: TestContext, name: ServiceName): Promise<boolean> {
  const { label, port, package: debianPackage } = services[name]!;
  if (await isServing(name)) return true;
  const reason = `${label} does not answer on 127.0.0.1:${port} (Debian package ${debianPackage})`;
  if (process.env.CI === 'true') throw new Error(reason);
  t.skip(reason);
  return false;
}

/** Whether a server answers. */
export const isServing = (name: ServiceName): Promise<boolean> => answers(services[name]!.port);

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(2000, () => settle(false));
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
