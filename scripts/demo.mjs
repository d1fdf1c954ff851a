// npm run demo: installs, builds, runs examples/ragapp with one flag in front of it, sends real requests, and shows
// what came out. Runs on a fresh clone: nothing but Node's own modules may be imported at the top, here and in
// scripts/demo/.
//  node scripts/demo.mjs             everything
//   node scripts/demo.mjs --prepared  packages and build are in place already: neither installs nor builds
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from './demo/deadline.mjs';
import { prepare } from './demo/prepare.mjs';
import { stopAll } from './demo/processes.mjs';
import { findRedis } from './demo/redis.mjs';
import * as screen from './demo/screen.mjs';
import { startServices } from './demo/services.mjs';
import { findTrace } from './demo/trace.mjs';

const root = new URL('../', import.meta.url);
const WHOLE_DEADLINE_MS = 120_000; // after installing and building
const TEXTS = [
  'alice-in-wonderland',
  'declaration-of-independence',
  'moby-dick',
  'pride-and-prejudice',
  'gettysburg-address',
];
const QUESTION = 'How long ago did our fathers bring forth a new nation?';

async function demo() {
  screen.title(
    'firstlight',
    'An ordinary app in two services, without a line of telemetry code, started with one flag: --import ./register.js',
  );

  screen.heading('Getting ready');
  const { startCollector, buildTrace, renderTrace } = await prepare(
    fileURLToPath(root),
    process.argv.includes('--prepared'),
  );
  setTimeout(
    () => finish(1, new Error(`The demo was not over within ${WHOLE_DEADLINE_MS / 1000} s.`)),
    WHOLE_DEADLINE_MS,
  ).unref();
  const collector = await startCollector();
  screen.done('collector', `listens for OTLP over gRPC on 127.0.0.1:${collector.grpcPort}`);
  const redis = await findRedis(process.env);
  if (redis.url) screen.done('Redis', redis.how);
  else screen.missing(`Redis: ${redis.reason}. Documents are kept in memory, and this leg of the trace is missing.`);
  const { ragapp, answerer } = await startServices(fileURLToPath(root), collector, redis);
  tidy = () => ragapp.request('DELETE', '/documents');
  screen.done('answerer', `${answerer.command}  →  ${answerer.url}`);
  screen.done('ragapp', `${ragapp.command}    →  ${ragapp.url}`);

  screen.heading(
    'Five texts go in',
    'POST /documents replies at once; a background task cuts, indexes, stores, and has each summarised by the ' +
      'second service.',
  );
  for (const name of TEXTS) {
    const { status, body } = await ragapp.request('POST', '/documents', documentFrom(name));
    if (status !== 202)
      throw new Error(`POST /documents replied ${status} instead of 202.`, { cause: JSON.stringify(body) });
    screen.text(`${screen.green(status)} ${body.title}`);
    await until(
      () => ragapp.linesWhere((line) => line.message.startsWith(`ingested "${body.title}"`))[0],
      20_000,
      () => new Error(`"${body.title}" was not ingested within 20 s.`, { cause: ragapp.tail() }),
    );
  }
  const { title } = documentFrom(TEXTS.at(-1));

  screen.heading(
    'The log lines of the last of these requests',
    'As written, one JSON object per line. The same request_id in each, also in what the background task said ' +
      'after the reply.',
  );
  const [received] = ragapp.linesWhere((line) => line.message.startsWith(`received "${title}"`));
  showRequest(ragapp, received, 3);
  screen.text(`\n${screen.quiet('In the second service: a request of its own, the same trace_id.')}\n`);
  const summary = await until(
    () => answerer.linesWhere((line) => line.trace_id === received.trace_id && line.message === 'request completed')[0],
    5000,
    () =>
      new Error("The second service wrote no line with the trace_id of the first one's request.", {
        cause: answerer.tail(),
      }),
  );
  showRequest(answerer, summary, 2);

  screen.heading(
    'The same request as a trace',
    `${redis.url ? 'Both services, Redis and the background task' : 'Both services and the background task (without Redis)'}: ` +
      `one tree, held together by trace context that no code passes on.`,
  );
  const expected = [
    'POST /documents in ragapp',
    'POST /summaries in answerer',
    ...(redis.url ? ['hset in ragapp'] : []),
  ];
  const show = (spans) =>
    screen.text(renderTrace(buildTrace(spans), { colour: screen.coloured, columns: screen.columns }).trimEnd());
  const spans = await findTrace(collector.store, received.trace_id, expected);
  show(spans);
  const background = startedAfterReply(spans);
  if (background > 0)
    screen.text(
      screen.quiet(
        `\n${background} of these spans began when the reply had been sent: they are the background task's.`,
      ),
    );

  screen.heading(
    'A question',
    'POST /questions: the question’s embedding, the passages that were retrieved, and the streamed answer of a model, which the ' +
      'second service stands in for: one trace, with model and tokens, and without a word of what was asked.',
  );
  const { status, body } = await ragapp.request('POST', '/questions', { question: QUESTION });
  if (status !== 200)
    throw new Error(`POST /questions replied ${status} instead of 200.`, { cause: JSON.stringify(body) });
  screen.text(`${screen.bold(QUESTION)}\n${body.answer}\n${screen.quiet(`— ${body.sources.join(', ')}`)}\n`);
  const asked = await until(
    () => ragapp.linesWhere((line) => line.message === 'request completed' && line.path === '/questions')[0],
    5000,
    () => new Error('No line says that POST /questions was completed.', { cause: ragapp.tail() }),
  );
  const answering = [
    'POST /questions in ragapp',
    'retrieval Library in ragapp',
    'embeddings library-words in ragapp',
    'chat library-chat in ragapp',
    'POST /v1/chat/completions in answerer',
    ...(redis.url ? ['hmget in ragapp'] : []),
  ];
  show(await findTrace(collector.store, asked.trace_id, answering));

  await tidy();
  screen.heading(
    'The end',
    'Both services get SIGTERM: their own shutdown runs in full, what is left is delivered, and the exit code ' +
      'is theirs.',
  );
  for (const service of [ragapp, answerer]) {
    const how = await service.stop();
    if (how !== 'ended with 0')
      throw new Error(`After SIGTERM ${service.name} ${how}, not with 0 as it does without firstlight.`, {
        cause: service.tail(),
      });
    screen.done(service.name, how);
  }
  await collector.close();
  screen.text(
    '\nYour own app:   node --import ./register.js app.js\nWith its traces beside its logs:   node ' +
      'dist/bin/firstlight.js dev -- node app.js',
  );
}

function startedAfterReply(spans) {
  const request = spans.find((span) => !span.parentSpanId);
  return spans.filter((span) => span.startNs > request.endNs).length;
}

function documentFrom(name) {
  const [title, author, ...text] = readFileSync(new URL(`examples/ragapp/texts/${name}.txt`, root), 'utf8').split('\n');
  return { title, author, text: text.join('\n').trim() };
}

function showRequest(service, { request_id: id }, atLeast) {
  const lines = service.entriesWhere((line) => line.request_id === id);
  if (!id || lines.length < atLeast)
    throw new Error(
      `${service.name} wrote ${lines.length} lines with the request_id of this request; at least ${atLeast} ` +
        `were expected.`,
      { cause: service.tail() },
    );
  for (const { line } of lines) screen.logLine(line);
}

// Leaves nothing behind in a Redis that is not ours.
let tidy = async () => {};
let finishing = false;
async function finish(code, error) {
  if (finishing) return;
  finishing = true;
  if (code !== 0) await tidy().catch(() => {});
  if (error) screen.failure(error.message, error.cause === undefined ? '' : String(error.cause));
  await stopAll();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => finish(130));
// No one reads any more (a pager was left, say): no reason to go on.
process.stdout.on('error', () => finish(1));
demo().then(
  () => finish(0),
  (error) => finish(1, error),
);
