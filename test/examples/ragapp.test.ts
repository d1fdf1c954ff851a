// The example app, as it is, under the real preload: one connected trace, one request_id, and nothing of ours in its
// source. The demo is tested here, too: both install the example's packages where they are missing, which two files
// must not do at once.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import {
  explain,
  lineage,
  listSpans,
  needsService,
  onlySpan,
  openCollector,
  root,
  runApp,
  type RunResult,
} from '../support';
import type { Collector, SpanRecord } from '../../collector';
import { loadDemo, type Service } from './demo-parts';

const example = join(root, 'examples', 'ragapp');
const database = 'postgres://postgres@127.0.0.1:5432/test';
const table = `ragapp_test_${process.pid}`;
const document = {
  title: 'A notice',
  author: 'nobody',
  text: 'The library opens at nine. The librarian keeps the key in a blue jar.\n\nDogs wait outside.',
};

before(async () => {
  const { install } = await loadDemo('prepare');
  await install(example, 'packages of the example');
});

test('no telemetry word is in the source of the app', () => {
  const words =
    /opentelemetry|otel|telemetry|firstlight|tracer|tracing|traceparent|trace_?id|span|request_?id|winston|\blogger\b/i;
  const files = readdirSync(example, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(js|json)$/.test(name) && !name.includes('node_modules') && !name.endsWith('package-lock.json'),
  );
  assert.ok(files.length > 10, `only ${files.length} files were looked at`);
  for (const name of files) assert.doesNotMatch(readFileSync(join(example, name), 'utf8'), words, name);
});

const cases: { storage: string; settings: Record<string, string>; spans: string[] }[] = [
  { storage: 'memory', settings: {}, spans: [] },
  { storage: 'redis', settings: { REDIS_URL: 'redis://127.0.0.1:6379' }, spans: ['hset', 'hset'] },
  {
    storage: 'redis and postgres',
    settings: { REDIS_URL: 'redis://127.0.0.1:6379', DATABASE_URL: database, DATABASE_TABLE: table },
    spans: ['hset', 'hset', 'pg.query:INSERT test'],
  },
];

for (const { storage, settings, spans } of cases) {
  describe(`a document and a question, kept in ${storage}`, () => {
    let collector: Collector;
    let ragapp: Service;
    let answerer: Service;

    after(async () => {
      if (!ragapp) return; // skipped, or it never started
      await ragapp.request('DELETE', '/documents');
      await Promise.all([ragapp.stop(), answerer.stop()]);
      if (settings.DATABASE_URL) await dropTable();
    });

    test('each is one connected trace over both services', async (t) => {
      if (storage.includes('redis') && !(await needsService(t, 'redis'))) return;
      if (storage.includes('postgres') && !(await needsService(t, 'postgres'))) return;
      collector = await openCollector();
      const { startServices } = await loadDemo('services');
      ({ ragapp, answerer } = await startServices(
        root,
        collector,
        { url: undefined },
        { REDIS_PREFIX: `ragapp-test:${process.pid}:`, ...settings },
      ));

      const posted = await ragapp.request('POST', '/documents', document);
      assert.equal(posted.status, 202);
      const { spans: ingestion, root: post } = await traceOf('POST /documents', ['POST /summaries', ...spans]);
      assertCrossing(ingestion, post, 'POST /summaries');
      const stores = ingestion.filter((span) => spans.includes(span.name));
      assert.deepEqual(stores.map((span) => span.name).sort(), [...spans].sort(), listSpans(ingestion));
      for (const span of stores)
        assert.equal(lineage(span, ingestion).at(-1), post, `${span.name} belongs to the request`);

      const asked = await ragapp.request('POST', '/questions', { question: 'Where does the librarian keep the key?' });
      assert.equal(asked.status, 200);
      assert.equal(asked.body.answer, 'The librarian keeps the key in a blue jar.');
      const { spans: question, root: ask } = await traceOf('POST /questions', ['POST /v1/chat/completions']);
      assertCrossing(question, ask, 'POST /v1/chat/completions');
      assertRetrieval(question, ask);
      assertRequestLines(post);
    });

    /**
     * The trace whose root has this name, once it has spans of the other names too, and each span its parent: they come
     * in several batches.
     */
    async function traceOf(name: string, others: string[]): Promise<{ spans: SpanRecord[]; root: SpanRecord }> {
      try {
        return await collector.store.waitFor((store) => {
          const found = store.spans.find((span) => span.name === name);
          const spans = store.spans.filter((span) => span.traceId === found?.traceId);
          const complete =
            others.every((other) => countOf(spans, other) >= countOf(others, other)) &&
            spans.every((span) => !span.parentSpanId || spans.some(({ spanId }) => spanId === span.parentSpanId));
          return found && complete ? { spans, root: found } : undefined;
        }, 20_000);
      } catch {
        throw new Error(
          `no trace '${name}' with ${others.join(', ')}; all spans: ${listSpans(collector.store.spans)}\n${ragapp.tail()}`,
        );
      }
    }

    /** What a question asks of models and the library, with tokens and times, and without its words. */
    function assertRetrieval(spans: SpanRecord[], ask: SpanRecord): void {
      const retrieval = onlySpan(spans, ({ name }) => name === 'retrieval Library', 'the retrieval');
      const embedding = onlySpan(spans, ({ name }) => name === 'embeddings library-words', 'the embedding');
      const chat = onlySpan(spans, ({ name }) => name === 'chat library-chat', 'the answer');
      assert.equal(lineage(embedding, spans)[1], retrieval);
      assert.ok([retrieval, chat].every((span) => lineage(span, spans).at(-1) === ask));
      assert.equal(retrieval.attributes['gen_ai.retrieval.documents.count'], 1);
      for (const name of ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'])
        assert.ok(Number(chat.attributes[name]) > 0, name);
      assert.ok(Number(chat.attributes['gen_ai.response.time_to_first_chunk']) > 0);
      assert.doesNotMatch(JSON.stringify([retrieval, embedding, chat].map((span) => span.attributes)), /librarian/);
    }

    /** Server spans of both services, the named one joined to the first by a client span. */
    function assertCrossing(spans: SpanRecord[], first: SpanRecord, second: string): void {
      assert.equal(first.parentSpanId ?? '', '', 'the first service starts the trace');
      assert.equal(first.resource['service.name'], 'ragapp');
      const server = onlySpan(spans, (span) => span.kind === 'SERVER' && span.name === second, second);
      assert.equal(server.resource['service.name'], 'answerer');
      const [, client, ...rest] = lineage(server, spans);
      assert.equal(client?.kind, 'CLIENT');
      assert.equal(client?.resource['service.name'], 'ragapp');
      assert.equal(rest.at(-1), first);
      // Embeddings, and what is looked at.
      assert.equal(spans.filter((span) => span.kind === 'SERVER').length, 3, listSpans(spans));
    }

    /**
     * Start, the app's two lines and the end share one request_id and the trace; the last of them comes from the
     * background task.
     */
    function assertRequestLines(server: SpanRecord): void {
      const lines = ragapp.linesWhere((line) => line.trace_id === server.traceId);
      const messages = lines.map((line) => line.message.split(' (')[0]);
      for (const message of [
        'request started',
        `received "${document.title}"`,
        'request completed',
        `ingested "${document.title}"`,
      ]) {
        assert.equal(
          messages.filter((other) => other === message).length,
          1,
          `"${message}" in ${JSON.stringify(messages)}`,
        );
      }
      assert.equal(new Set(lines.map((line) => line.request_id)).size, 1, JSON.stringify(lines));
      assert.match(lines[0]!.request_id, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
      assert.ok(
        messages.indexOf(`ingested "${document.title}"`) > messages.indexOf('request completed'),
        'the background task ends after the reply',
      );
    }
  });
}

describe('npm run demo, once packages and build are in place', () => {
  test('it shows one request across both services, Redis and the background task, and ends with 0', async (t) => {
    if (!(await needsService(t, 'redis'))) return;
    explain(await runDemo(), (result) => {
      assert.equal(result.code, 0);
      assert.equal(result.stderr, '');
      assertRequestShown(result);
      for (const shown of [
        /POST \/documents/,
        /POST \/summaries/,
        /hset/,
        /POST \/questions/,
        /retrieval Library/,
        /embeddings library-words/,
        /chat library-chat/,
        /POST \/v1\/chat\/completions/,
        /hmget/,
        /Four score and seven years ago/,
      ]) {
        assert.match(result.stdout, shown);
      }
    });
  });

  test('without Redis it says that this leg is missing, and shows the rest', async () => {
    // Nothing listens on port 1, and a Redis that someone names is not replaced by another one.
    explain(await runDemo({ REDIS_URL: 'redis://127.0.0.1:1' }), (result) => {
      assert.equal(result.code, 0);
      assert.match(result.stdout, /Redis: .*this leg of the trace is missing/);
      assert.doesNotMatch(result.stdout, /hset/);
      assertRequestShown(result);
    });
  });
});

const runDemo = (env: Record<string, string> = {}) =>
  runApp({
    fixture: join(root, 'scripts', 'demo.mjs'),
    args: ['--prepared'],
    preload: 'none',
    collector: false,
    env,
    deadlineMs: 60_000,
  });

/** Every JSON line of the output that belongs to the request whose lines are shown first. */
function assertRequestShown({ out }: RunResult): void {
  const [first] = out;
  const same = out.filter((line) => line.request_id === first?.request_id).map((line) => line.message.split(' (')[0]);
  assert.deepEqual(same, [
    'request started',
    'received "The Gettysburg Address"',
    'request completed',
    'ingested "The Gettysburg Address"',
  ]);
  assert.equal(new Set(out.map((line) => line.trace_id)).size, 1, 'both services show the same trace');
  assert.equal(new Set(out.map((line) => line.request_id)).size, 2, 'each service has a request of its own');
}

async function dropTable(): Promise<void> {
  const client = new Client(database);
  await client.connect();
  await client.query(`drop table if exists ${table}`);
  await client.end();
}

function countOf(list: readonly (string | SpanRecord)[], name: string): number {
  return list.filter((entry) => (typeof entry === 'string' ? entry : entry.name) === name).length;
}
