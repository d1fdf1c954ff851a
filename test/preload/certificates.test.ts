import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCollector } from '../../collector';
import { explain, fixtures, onEachRuntime, runApp } from '../support';

const pem = (name: string) => join(fixtures, 'frameworks', `localhost-${name}.pem`);

onEachRuntime(({ binary }) => {
  for (const protocol of ['grpc', 'http/protobuf'] as const)
    test(`${protocol}: a certificate is read at the start, before the app changes its folder or its user`, async () => {
      const collector = await startCollector({
        tls: { key: readFileSync(pem('key')), cert: readFileSync(pem('cert')) },
      });
      const cwd = mkdtempSync(join(tmpdir(), 'firstlight-'));
      copyFileSync(pem('cert'), join(cwd, 'ca.pem'));
      const port = protocol === 'grpc' ? collector.grpcPort : collector.httpPort;
      const result = await runApp({
        fixture: 'preload/leaves-folder.cjs',
        node: binary,
        cwd,
        collector: false,
        env: {
          OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${port}`,
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          OTEL_EXPORTER_OTLP_CERTIFICATE: 'ca.pem',
          FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '20000',
        },
      });
      const names = collector.store.spans.map(({ name }) => name);
      await collector.close();
      explain(result, () => assert.deepEqual(names, ['later']));
    });
});
