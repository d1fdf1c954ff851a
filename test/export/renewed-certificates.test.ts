// Certificates and keys that are renewed while the exporter thread runs.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { startCollector } from '../../collector';
import { fixtures, openExporter, temporaryFolder, until } from '../support';

type Owner = 'localhost' | 'renewed';
const pem = (owner: Owner, part: 'cert' | 'key') => join(fixtures, 'frameworks', `${owner}-${part}.pem`);
const read = (owner: Owner) => ({ cert: readFileSync(pem(owner, 'cert')), key: readFileSync(pem(owner, 'key')) });
const closers: (() => unknown)[] = [];
after(() => Promise.all(closers.map((close) => close())));

for (const protocol of ['grpc', 'http/protobuf'] as const)
  test(`${protocol}: the endpoint has another certificate, and the file of the authority was replaced`, async () => {
    const names: string[] = [];
    const open = async (owner: Owner, ports: { grpcPort?: number; httpPort?: number } = {}) => {
      const collector = await startCollector({ tls: read(owner), ...ports });
      collector.store.on('spans', (spans) => names.push(...spans.map(({ name }) => name)));
      closers.push(() => collector.close());
      return collector;
    };
    const authority = join(temporaryFolder(), 'ca.pem');
    copyFileSync(pem('localhost', 'cert'), authority);
    const first = await open('localhost');
    const port = protocol === 'grpc' ? first.grpcPort : first.httpPort;
    const exporter = openExporter({
      protocol,
      url: `https://localhost:${port}${protocol === 'grpc' ? '' : '/v1/traces'}`,
      certificate: authority,
    });
    const said = () => JSON.stringify([names, exporter.notices], undefined, 1);
    exporter.send('first');
    await until(() => names.includes('first'), 'the first batch arrives', said);
    await first.close();
    copyFileSync(pem('renewed', 'cert'), authority);
    await open('renewed', { grpcPort: first.grpcPort, httpPort: first.httpPort });
    exporter.send('second');
    await until(() => names.includes('second'), 'the second batch arrives', said);
    assert.deepEqual(names, ['first', 'second']);
  });

test('the client’s certificate is renewed: the next request has it, although nothing has failed', async () => {
  const folder = temporaryFolder();
  const own = { clientCertificate: join(folder, 'cert.pem'), clientKey: join(folder, 'key.pem') };
  const renew = (owner: Owner): void => {
    copyFileSync(pem(owner, 'key'), own.clientKey);
    copyFileSync(pem(owner, 'cert'), own.clientCertificate);
  };
  const seen: string[] = [];
  const server = createServer(
    { ...read('localhost'), requestCert: true, ca: [read('localhost').cert, read('renewed').cert] },
    (incoming, response) => {
      // The body of the certificate in its file.
      const { raw } = (incoming.socket as TLSSocket).getPeerCertificate();
      incoming.resume().on('end', () => {
        seen.push(raw.toString('base64'));
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    },
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closers.push(() => (server.close(), server.closeAllConnections()));
  renew('localhost');
  const exporter = openExporter({
    protocol: 'http/protobuf',
    url: `https://localhost:${(server.address() as AddressInfo).port}/v1/traces`,
    certificate: pem('localhost', 'cert'),
    ...own,
  });
  const body = (owner: Owner) => readFileSync(pem(owner, 'cert'), 'utf8').replace(/-----[^-]+-----|\s/g, '');
  for (const owner of ['localhost', 'renewed', 'localhost'] as const) {
    renew(owner);
    const before = seen.length;
    exporter.send('a batch');
    await until(
      () => seen.length > before,
      'it arrives',
      () => JSON.stringify(exporter.notices),
    );
    assert.equal(seen.at(-1), body(owner));
  }
  assert.deepEqual(exporter.codes(), []);
});
