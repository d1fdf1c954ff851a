// The receiver of what the preloaded processes send: patches act only where telemetry is on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Resolves with `{ env, stop() }`. */
export async function startReceiver(root) {
  const args = [join(root, 'dist/bin/firstlight.js'), 'collector', '--json', '--grpc-port', '0', '--http-port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const [line] = await once(createInterface({ input: child.stderr }), 'line');
  const { grpcEndpoint } = JSON.parse(line);
  return { env: { OTEL_EXPORTER_OTLP_ENDPOINT: grpcEndpoint }, stop: () => child.kill('SIGTERM') };
}
