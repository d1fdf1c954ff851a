// `nest start` of the real command line, which compiles a project of TypeScript and starts it in a child process.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCli } from '../bin/cli';
import { jsonLines, temporaryFolder } from '../support';
import { brought, link, skip } from './brought';

const MAIN = `import 'reflect-metadata';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Controller('users')
class UsersController {
  @Get(':id')
  find(@Param('id') id: string): { id: string } {
    console.log('looking up', id);
    return { id };
  }
}

@Module({ controllers: [UsersController] })
class AppModule {}

void NestFactory.create(AppModule).then(async (app) => {
  await app.listen(0, '127.0.0.1');
  console.log('listening on', await app.getUrl(), 'as', process.pid);
});
`;

function start(main: string): ReturnType<typeof startCli> {
  const folder = temporaryFolder({
    'package.json': { name: 'shop' },
    'nest-cli.json': { sourceRoot: 'src' },
    'src/main.ts': main,
    'tsconfig.json': {
      compilerOptions: {
        module: 'node16',
        target: 'es2022',
        outDir: 'dist',
        rootDir: 'src',
        types: ['node'],
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        skipLibCheck: true,
        strict: true,
      },
      include: ['src'],
    },
  });
  for (const name of ['@nestjs/common', '@nestjs/core', '@nestjs/platform-express', '@types', 'reflect-metadata'])
    link(folder, name);
  return startCli(
    ['dev', '--json', '--grpc-port=0', '--http-port=0', '--', 'node', brought('@nestjs/cli/bin/nest.js'), 'start'],
    // It compiles TypeScript first.
    { cwd: folder, env: { OTEL_METRICS_EXPORTER: 'none' }, deadlineMs: 90_000 },
  );
}

test(
  'firstlight dev -- nest start: a request is a trace named by its route, and its lines have its ID',
  { skip },
  async (t) => {
    const cli = start(MAIN);
    const [, url, pid] = /listening on (\S+) as (\d+)/.exec(await cli.line((line) => line.includes('listening on')))!;
    // nest passes no signal on to the app, and ends when the app does.
    const end = (): boolean => process.kill(Number(pid));
    t.after(() => cli.child.exitCode ?? cli.child.signalCode ?? end());
    const response = await fetch(`${url}/users/7`, { headers: { 'x-request-id': 'r-1' } });
    assert.deepEqual(await response.json(), { id: '7' });
    const trace = JSON.parse(await cli.line((line) => line.startsWith('{"traceId"'))) as Record<string, unknown>;
    assert.deepEqual([trace.name, trace.services, trace.complete], ['GET /users/:id', ['shop'], true]);
    end();
    const { stdout } = await cli.ended();
    const mine = jsonLines(stdout).filter(({ request_id }) => request_id === 'r-1');
    assert.deepEqual(
      mine.map(({ message }) => message as string),
      ['request started', 'looking up 7', 'request completed'],
    );
    assert.deepEqual([...new Set(mine.map(({ trace_id }) => trace_id as string))], [trace.traceId]);
  },
);

test('nest itself is left alone: what its compiler says is said as ever', { skip }, async () => {
  const { code, stdout, stderr } = await start('const id: string = 7;\n').ended();
  assert.equal(code, 1);
  assert.match(stdout, /^Found 1 error/m);
  assert.match(stderr, /^(?!\{).*main\.ts.*TS2322/m);
  assert.deepEqual(
    jsonLines(stderr).filter(({ level }) => level !== undefined),
    [],
  );
});
