// What an OpAMP server may change while an app runs, in its main thread and in a worker thread of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type App, explain, onEachRuntime, runApp, startApp, until } from '../support';
import { openOpampServer, type AgentMessage, type OpampServer } from '../support/opamp-server';

/** What one request leaves: server and client spans of each thread, lines of the level debug, log records. */
interface Traces {
  readonly servers: number;
  readonly clients: number;
  readonly debugLines: number;
  readonly records: boolean;
}
const ALL: Traces = { servers: 3, clients: 2, debugLines: 0, records: true };
const NO_SPANS = { ...ALL, servers: 0, clients: 0 };
const NOTHING = { ...NO_SPANS, records: false };

const declarative = (body: string): string => `file_format: "1.1"\n${body}`;

/** [what, the remote configuration, what a request leaves then, or what is wrong with it] */
const steps: [string, string, Partial<Traces> | RegExp][] = [
  ['nothing', '', ALL],
  ['a log level', 'LOG_LEVEL: debug', { ...ALL, debugLines: 2 }],
  ['an unknown key', '{"LOG_LEVEL": "info", "LOG_LEVELS": "db=debug"}', /^LOG_LEVELS is no variable$/],
  ['what was valid still holds', 'LOG_LEVEL: debug', { ...ALL, debugLines: 2 }],
  ['the levels of the start', '', ALL],
  ['a sampler', 'OTEL_TRACES_SAMPLER: always_off', NO_SPANS],
  ['a ratio', '{"OTEL_TRACES_SAMPLER":"traceidratio","OTEL_TRACES_SAMPLER_ARG":1}', ALL],
  ['a ratio alone', 'OTEL_TRACES_SAMPLER_ARG: 0.5', /^OTEL_TRACES_SAMPLER_ARG, OTEL_TRACES_SAMPLER: a ratio has no/],
  ['a rate', 'FIRSTLIGHT_TRACES_PER_SECOND: 0', NO_SPANS],
  ['no instrumentation of http', 'OTEL_NODE_DISABLED_INSTRUMENTATIONS: [http]', NO_SPANS],
  ['it comes back', 'LOG_LEVEL: info', ALL],
  ['one that was off', 'OTEL_NODE_ENABLED_INSTRUMENTATIONS: http,fs', /^fs was off at the start/],
  ['no traces', 'OTEL_TRACES_EXPORTER: none', NO_SPANS],
  ['no log records', 'OTEL_LOGS_EXPORTER: none', { ...ALL, records: false }],
  ['nothing at all', 'OTEL_SDK_DISABLED: true', NOTHING],
  ['all again', 'OTEL_ENABLED: true', ALL],
  [
    'an exporter that was off',
    'OTEL_TRACES_EXPORTER: console',
    /OTEL_TRACES_EXPORTER can be otlp or less: console was/,
  ],
  [
    'what cannot change',
    'FIRSTLIGHT_OPAMP_ENDPOINT: http://evil',
    /^FIRSTLIGHT_OPAMP_ENDPOINT cannot be changed while/,
  ],
  ['two faults', 'LOG_LEVEL: loud\nA: 1', /^LOG_LEVEL expects one of error.*, got "loud"; A is no variable$/],
  ['no mapping', '- LOG_LEVEL', /^it is no mapping of variables to values$/],
  ['a value that is none', 'LOG_LEVEL: {a: b}', /^LOG_LEVEL expects a text, a number or a list$/],
  ['no YAML', '{"LOG_LEVEL": ', /^line 1, column \d+: /],
  ['too much', `LOG_LEVEL: ${'x'.repeat(70_000)}`, /^it has more than 64 KiB$/],
  ['a file of the schema', declarative('distribution: {firstlight: {log_level: debug}}'), { ...ALL, debugLines: 2 }],
  ['its sampler', declarative('tracer_provider: {sampler: {rate_limited: {traces_per_second: 0}}}'), NO_SPANS],
  ['its switch', declarative('disabled: true'), NOTHING],
  ['its other keys', declarative('resource: {}'), /^resource: /],
];

const isAbout = (hash: string) => (message: AgentMessage) =>
  message.remoteConfigStatus?.lastRemoteConfigHash === Buffer.from(hash).toString('hex') &&
  message.remoteConfigStatus.status !== 'RemoteConfigStatuses_APPLYING';

async function offer(server: OpampServer, app: App, body: string, hash: string): Promise<AgentMessage> {
  server.offer({ '': { body } }, hash);
  await until(() => server.messages.some(isAbout(hash)), `the status of ${hash}`, app.describe);
  return server.messages.find(isAbout(hash))!;
}

/** Sends a request, and says what it left once all that comes of it has arrived. */
async function look(app: App, expected: Traces): Promise<Traces> {
  const { store } = app.collector!;
  const [spans, logs] = [store.spans.length, store.logs.length];
  const lines = { printed: 0 };
  const count = (chunk: Buffer): void => void (lines.printed += String(chunk).split('"level":"debug"').length - 1);
  app.child.stdout!.on('data', count);
  assert.equal(await (await fetch(app.url)).text(), 'ok');
  const traces = (): Traces => {
    const made = store.spans.slice(spans);
    const ofApp = store.logs.slice(logs).filter(({ body }) => /: done$/.test(String(body)));
    return {
      servers: made.filter(({ kind }) => kind === 'SERVER').length,
      clients: made.filter(({ kind }) => kind === 'CLIENT').length,
      debugLines: lines.printed,
      records: ofApp.length === 2,
    };
  };
  await until(
    () => JSON.stringify(traces()) === JSON.stringify(expected),
    'what is expected',
    () => JSON.stringify({ traces: traces(), expected }) + app.describe(),
  );
  app.child.stdout!.off('data', count);
  return traces();
}

const QUICK = { OTEL_BSP_SCHEDULE_DELAY: '10', OTEL_BLRP_SCHEDULE_DELAY: '10', FIRSTLIGHT_OPAMP_INTERVAL_MS: '50' };

onEachRuntime(({ binary: node }) => {
  test('each key of a remote configuration applies to the main thread and a worker thread, or is named', async () => {
    const server = await openOpampServer();
    const env = { ...QUICK, FIRSTLIGHT_OPAMP_ENDPOINT: server.url };
    const app = await startApp({ fixture: 'opamp/worker.cjs', node, env });
    for (const [index, [what, body, expected]] of steps.entries()) {
      const { status, errorMessage = '' } = (await offer(server, app, body, `${index}`)).remoteConfigStatus!;
      const isFault = expected instanceof RegExp;
      assert.equal(status, `RemoteConfigStatuses_${isFault ? 'FAILED' : 'APPLIED'}`, `${what}: ${errorMessage}`);
      if (isFault) assert.match(errorMessage, expected, what);
      else assert.deepEqual(await look(app, expected as Traces), expected, what);
    }
    const result = await app.stop();
    explain(result, ({ signal, err }) => {
      assert.equal(signal, 'SIGTERM');
      const codes = new Set(err.map(({ code }) => code));
      assert.deepEqual([...codes].sort(), ['FL_OPAMP_APPLIED', 'FL_OPAMP_REFUSED', 'FL_STARTED']);
      assert.equal(err.filter(({ code }) => code === 'FL_OPAMP_REFUSED').length, 1, 'once a minute');
    });
  });

  test('a server gets who it is, how it is, what holds, without secrets, and the end', async () => {
    const server = await openOpampServer();
    const env = {
      ...QUICK,
      FIRSTLIGHT_OPAMP_ENDPOINT: server.url.replace('//', '//me:hidden@').replace('/v1/opamp', ''),
      FIRSTLIGHT_OPAMP_HEADERS: 'authorization=Bearer%20hidden,x-tenant=shop',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,shop.lane=7',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=hidden',
    };
    const result = await runApp({
      fixture: 'preload/server.cjs',
      node,
      env,
      requests: async (app) => {
        await until(() => server.messages.length >= 3, 'polls', app.describe);
        server.answer = () => ({ flags: 1 });
        await until(() => server.messages.filter(({ health }) => health).length >= 2, 'a full state', app.describe);
        server.answer = () => ({ agentIdentification: { newInstanceUid: Buffer.alloc(16, 7) } });
        await until(() => /^(07)+$/.test(server.messages.at(-1)!.instanceUid), 'the new identifier', app.describe);
        await offer(server, app, 'LOG_LEVEL: warn', 'last');
      },
    });
    explain(result, ({ signal }) => {
      assert.equal(signal, 'SIGTERM');
      const [first, second] = server.messages;
      assert.match(first!.instanceUid, /^.{12}7.{3}[89ab]/, 'UUID version 7');
      assert.deepEqual(
        server.messages.map(({ sequenceNum }) => sequenceNum),
        server.messages.map((_, index) => index + 1),
      );
      assert.ok(server.messages.every(({ capabilities }) => capabilities === 0x3807));
      const attributes = Object.fromEntries(
        first!.agentDescription!.identifyingAttributes.map(({ key, value }) => [key, Object.values(value)[0]]),
      );
      assert.equal(attributes['deployment.environment.name'], 'test');
      assert.ok(attributes['service.name'] && attributes['service.instance.id']);
      assert.ok(first!.agentDescription!.nonIdentifyingAttributes.some(({ key }) => key === 'shop.lane'));
      assert.equal(first!.health!.healthy, true);
      assert.equal(first!.headers['x-tenant'], 'shop');
      assert.equal(first!.headers['authorization'], 'Bearer hidden');
      assert.equal(first!.headers['opamp-instance-uid']!.toString().replaceAll('-', ''), first!.instanceUid);
      assert.equal(second!.health, undefined, 'only what has changed is repeated');
      const configurations = server.messages.flatMap(({ effectiveConfig }) =>
        effectiveConfig ? [effectiveConfig.configMap.configMap['']!.body] : [],
      );
      assert.ok(!configurations.join().includes('hidden'), configurations[0]);
      assert.equal((JSON.parse(configurations.at(-1)!) as Record<string, string>).LOG_LEVEL, 'warn');
      assert.ok(server.messages.at(-1)!.agentDisconnect, 'the last message says goodbye');
    });
  });
});
