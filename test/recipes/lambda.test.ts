// AWS Lambda's own runtime for Node.js (aws-lambda-ric) loads and calls the function. What stands in is its native
// client of the Runtime API, which needs a compiler: a module of the same name that brings two invocations.
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, preloadFile, root, startApp, temporaryFolder } from '../support';
import { runtimes } from '../support/runtimes';
import { brought, skip } from './brought';

const task = join(root, 'examples', 'recipes', 'lambda');

const CLIENT = `let calls = 0;
exports.initializeClient = () => {};
exports.next = () => {
  const id = ++calls;
  if (id > 2) return new Promise(() => setInterval(() => {}, 1000));
  const [arn, deadline] = ['arn:aws:lambda:eu-west-1:123456789012:function:shop', String(Date.now() + 3000)];
  return Promise.resolve({ bodyJson: JSON.stringify({ id }), headers: { 'lambda-runtime-invoked-function-arn': arn, 'lambda-runtime-aws-request-id': 'a-' + id, 'lambda-runtime-deadline-ms': deadline } });
};
exports.done = (id, body) => process.stdout.write('answer ' + id + ' ' + body + '\\n');
`;

const env = {
  NODE_OPTIONS: `--require=${preloadFile}`,
  LAMBDA_TASK_ROOT: task,
  _HANDLER: 'handler.handler',
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9',
  OTEL_SERVICE_NAME: 'shop',
  AWS_LAMBDA_FUNCTION_NAME: 'shop',
  AWS_LAMBDA_FUNCTION_VERSION: '1',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
  AWS_LAMBDA_LOG_GROUP_NAME: 'g',
  AWS_LAMBDA_LOG_STREAM_NAME: 's',
};

// The releases that Lambda has; the runtime refuses older ones.
for (const { name, binary } of runtimes().filter(({ major }) => major === 22 || major === 24)) {
  test(`${name}: each invocation is a span, and its line has the trace`, { skip }, async () => {
    const folder = temporaryFolder({ 'rapid-client.node/index.js': CLIENT });
    copyFileSync(brought('aws-lambda-ric/index.mjs'), join(folder, 'index.mjs'));
    const app = await startApp({
      fixture: join(folder, 'index.mjs'),
      node: binary,
      cwd: folder,
      preload: 'none',
      env,
      ready: /^answer a-2/,
    });
    explain(await app.stop(), ({ spans, out, stdout }) => {
      const invocations = spans.filter(({ kind }) => kind === 'SERVER');
      assert.deepEqual(
        invocations.map(({ attributes }) => attributes['faas.invocation_id']),
        ['a-1', 'a-2'],
      );
      assert.deepEqual(
        out.map(({ message, trace_id }) => [message, trace_id] as unknown),
        invocations.map(({ traceId }, at) => [`handling ${at + 1}`, traceId]),
      );
      assert.match(stdout, /^answer a-1 \{"statusCode":200,/m);
    });
  });
}
