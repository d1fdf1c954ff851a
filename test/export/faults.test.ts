// Faults between the real exporter thread and a real collector, injected at the socket or by the collector's answers.
// Batches are distinguished by their names.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fixtures } from '../support';
import { until } from '../support/deadline';
import { openExporter } from '../support/exporter';
import { openLink } from '../support/link';
import { collect, connected, PROTOCOLS, said, SIDE_BY_SIDE, TIMEOUT_MS, urlOf, type Protocol } from './connection';

type Connected = Awaited<ReturnType<typeof connected>>;

/** A GOAWAY frame that calls streams after the given one unprocessed (RFC 9113, 6.8). */
const goAway = (lastStream: number) => Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, lastStream, 0, 0, 0, 0]);

interface Fault {
  title: string;
  only?: Protocol[];
  /** Brings the fault about while a batch called `second` is under way; the way is clear afterwards. */
  inflict: (all: Connected) => Promise<void>;
  /** How often `second` must have arrived in the end. */
  arrivals: number;
  /** The line about it; none where no one needs to know. */
  code?: string;
  cause?: RegExp;
}

const FAULTS: Fault[] = [
  {
    title: 'nobody listens for a while',
    arrivals: 1,
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /ECONNREFUSED/,
    async inflict({ link, exporter }) {
      await link.down();
      exporter.send('second');
      await until(() => exporter.codes().length > 0, 'it says so');
      await link.up();
    },
  },
  {
    title: 'the connection is reset after the collector took the batch',
    arrivals: 2,
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /RESET|hang up|drop/i,
    async inflict({ link, exporter, counts }) {
      link.holdAnswers();
      exporter.send('second');
      await until(() => counts().second === 1, 'the batch is taken');
      link.reset();
      link.release();
    },
  },
  {
    title: 'the connection is half-open: neither end hears of its death',
    arrivals: 1,
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /no answer within 4000 ms|DEADLINE_EXCEEDED/,
    async inflict({ link, exporter }) {
      link.freeze();
      exporter.send('second');
    },
  },
  {
    title: 'a black hole: requests go in, nothing comes out',
    arrivals: 1,
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /no answer within 4000 ms|DEADLINE_EXCEEDED/,
    async inflict({ link, exporter }) {
      link.holdRequests();
      exporter.send('second');
      await until(() => exporter.codes().length > 0, 'it says so');
      link.reset();
      link.release();
    },
  },
  {
    title: 'GOAWAY before the batch was looked at',
    only: ['grpc'],
    arrivals: 1,
    async inflict({ link, exporter }) {
      link.holdRequests();
      exporter.send('second');
      await until(() => link.connections() > 0, 'a connection');
      link.inject(goAway(1));
      link.freeze();
      link.release();
    },
  },
  {
    title: 'GOAWAY while the batch is looked at',
    only: ['grpc'],
    arrivals: 1,
    async inflict({ link, exporter, counts }) {
      link.holdAnswers();
      exporter.send('second');
      await until(() => counts().second === 1, 'the batch is taken');
      link.inject(goAway(3));
      link.release();
    },
  },
  // Envoy and Istio reset streams with such codes; the collector has not refused anything then.
  ...[0, 1, 2, 10, 11].map((code): Fault => ({
    title: `the stream is reset with code ${code} after the collector took the batch`,
    only: ['grpc'],
    arrivals: 2,
    code: 'FL_EXPORT_UNREACHABLE',
    cause: /RST_STREAM|Bandwidth exhausted/,
    async inflict({ link, exporter, counts }) {
      link.holdAnswers();
      exporter.send('second');
      await until(() => counts().second === 1, 'the batch is taken');
      link.inject(Buffer.from([0, 0, 4, 3, 0, 0, 0, 0, 3, 0, 0, 0, code]));
      await until(() => exporter.codes().length > 0, 'it says so');
      link.release();
    },
  })),
];

describe('faults of the connection', SIDE_BY_SIDE, () => {
  for (const { title, only, inflict, arrivals, code, cause } of FAULTS) {
    for (const protocol of only ?? PROTOCOLS) {
      test(`${title}, ${protocol}: what was unacknowledged arrives, what was acknowledged is not sent again`, async () => {
        const all = await connected(protocol);
        await inflict(all);
        const { exporter, counts } = all;
        await until(
          () => counts().second === arrivals,
          'the batch arrives',
          () => said(exporter),
        );
        exporter.send('third');
        await until(
          () => counts().third === 1,
          'the next batch arrives',
          () => said(exporter),
        );
        await until(
          () => exporter.open() === 0,
          'all is acknowledged',
          () => said(exporter),
        );
        assert.deepEqual(counts(), { first: 1, second: arrivals, third: 1 });
        if (!code) return assert.deepEqual(exporter.codes(), []);
        await until(
          () => exporter.codes().includes('FL_EXPORT_RECOVERED'),
          'it says that it is over',
          () => said(exporter),
        );
        const notice = exporter.notices.find((each) => each.code === code);
        assert.match(notice?.cause ?? said(exporter), cause!);
        const resent = exporter.notices.reduce((sum, each) => sum + (each.resent ?? 0), 0);
        if (arrivals > 1) assert.equal(resent, arrivals - 1, 'what may have arrived is counted when it is sent again');
      });
    }
  }
});

describe('TLS and names', SIDE_BY_SIDE, () => {
  const pem = (name: string) => join(fixtures, 'frameworks', `localhost-${name}.pem`);
  for (const protocol of PROTOCOLS) {
    test(
      `an untrusted certificate, ${protocol}: the line says so, and with its authority ` + `everything arrives`,
      async () => {
        const { counts, portOf } = await collect([], {
          tls: { key: readFileSync(pem('key')), cert: readFileSync(pem('cert')) },
        });
        const url = urlOf(protocol, portOf(protocol)).replace('http://127.0.0.1', 'https://localhost');
        const wary = openExporter({ protocol, url, timeoutMs: TIMEOUT_MS });
        wary.send('wary');
        await until(
          () => wary.codes().includes('FL_EXPORT_UNTRUSTED'),
          'it says so',
          () => said(wary),
        );
        assert.match(
          wary.notices.find(({ code }) => code === 'FL_EXPORT_UNTRUSTED')!.cause!,
          /self.signed certificate/i,
        );
        const told = openExporter({ protocol, url, timeoutMs: TIMEOUT_MS, certificate: pem('cert') });
        told.send('told');
        await until(
          () => counts().told === 1,
          'the batch arrives',
          () => said(told),
        );
        assert.deepEqual(counts(), { told: 1 });
      },
    );

    test(`a name that does not exist, ${protocol}: the line says so`, async () => {
      const exporter = openExporter({
        protocol,
        url: urlOf(protocol, 4317).replace('127.0.0.1', 'collector.invalid'),
        timeoutMs: 5_000,
      });
      exporter.send('one');
      await until(
        () => exporter.codes().includes('FL_EXPORT_UNREACHABLE'),
        'it says so',
        () => said(exporter),
      );
      assert.match(exporter.notices[0]!.cause!, /collector\.invalid|Name resolution failed/);
    });
  }
});

describe('a collector that is away for long', SIDE_BY_SIDE, () => {
  // As many spans as a minute at a thousand requests a second makes, in batches of the usual size.
  const [BATCHES, ITEMS] = [120, 500];
  for (const protocol of ['grpc', 'http/protobuf'] as const) {
    test(`60,000 spans wait while nothing listens, ${protocol}: all of them arrive, once`, async () => {
      // No request may run out of time here: all of it is decoded in this process.
      const { link, exporter, counts } = await connected(protocol, 60_000);
      await link.down();
      for (let number = 0; number < BATCHES; number += 1) exporter.send(`batch ${number}`, ITEMS);
      await until(
        () => exporter.codes().includes('FL_EXPORT_UNREACHABLE'),
        'it says so',
        () => said(exporter),
      );
      await link.up();
      await until(
        () => exporter.open() === 0,
        'all is acknowledged',
        () => said(exporter),
      );
      const { first, ...others } = counts();
      assert.equal(first, 1);
      assert.equal(Object.keys(others).length, BATCHES);
      assert.ok(
        Object.values(others).every((count) => count === ITEMS),
        JSON.stringify(others),
      );
      assert.equal(exporter.codes().filter((code) => code === 'FL_EXPORT_DROPPED').length, 0);
    });
  }

  test('what does not fit in the bound is dropped, oldest first, and counted; the rest arrives', async () => {
    const { collector, counts, portOf } = await collect();
    const link = await openLink(portOf('grpc'));
    await link.down();
    const exporter = openExporter(
      { protocol: 'grpc', url: urlOf('grpc', link.port), timeoutMs: 60_000 },
      { maxQueueBytes: 100_000 },
    );
    for (let number = 0; number < 20; number += 1) exporter.send(`batch ${number}`, 100);
    await until(
      () => exporter.codes().includes('FL_EXPORT_DROPPED'),
      'it says so',
      () => said(exporter),
    );
    await link.up();
    await until(
      () => exporter.open() === 0,
      'all is acknowledged',
      () => said(exporter),
    );
    const dropped = exporter.notices
      .filter(({ code }) => code === 'FL_EXPORT_DROPPED')
      .reduce((sum, { items = 0 }) => sum + items, 0);
    assert.ok(dropped > 0 && dropped < 2_000, `${dropped} dropped`);
    assert.equal(collector.store.spans.length + dropped, 2_000, `${JSON.stringify(counts())}\n${said(exporter)}`);
    assert.equal(counts()['batch 19'], 100, 'the newest is kept');
  });
});
