// Help, versions and mistakes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, runCli } from './cli';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const CASES: { args: string[]; code: number; stdout?: RegExp; stderr?: RegExp }[] = [
  { args: ['--version'], code: 0, stdout: new RegExp(`^${version.replaceAll('.', '\\.')}\n$`) },
  { args: ['-v'], code: 0, stdout: /^\d/ },
  { args: ['--help'], code: 0, stdout: /Usage: firstlight <command>[^]*dev {2,}[^]*collector {2,}[^]*config {2,}/ },
  { args: ['-h'], code: 0, stdout: /Usage/ },
  { args: ['help'], code: 0, stdout: /Usage/ },
  { args: [], code: 64, stderr: /Usage: firstlight <command>/ },
  {
    args: ['help', 'dev'],
    code: 0,
    stdout: /Usage: firstlight dev \[options\] \[--\] <command>[^]*--grpc-port <port>/,
  },
  { args: ['dev', '--help'], code: 0, stdout: /Usage: firstlight dev/ },
  { args: ['dev', '--output', 'x', '-h'], code: 0, stdout: /Usage: firstlight dev/ },
  { args: ['collector', '--help'], code: 0, stdout: /Usage: firstlight collector/ },
  { args: ['config', '--help'], code: 0, stdout: /Usage: firstlight config/ },
  { args: ['doctor', '--help'], code: 0, stdout: /Usage: firstlight doctor[^]*--seconds <seconds>[^]*--url <url>/ },

  { args: ['dve'], code: 64, stderr: /^firstlight: unknown command "dve", did you mean "dev"\?/ },
  { args: ['conf'], code: 64, stderr: /did you mean "config"\?/ },
  { args: ['help', 'colector'], code: 64, stderr: /did you mean "collector"\?/ },
  {
    args: ['frobnicate'],
    code: 64,
    stderr: /^firstlight: unknown command "frobnicate" \(firstlight --help lists all\)\n$/,
  },
  { args: ['constructor'], code: 64, stderr: /unknown command "constructor"/ },
  { args: ['--josn'], code: 64, stderr: /unknown option "--josn"; options follow the command/ },
  { args: ['--vresion'], code: 64, stderr: /unknown option "--vresion", did you mean "--version"\?/ },
  { args: ['dev'], code: 64, stderr: /dev: expected the command that starts the app/ },
  { args: ['dev', '--'], code: 64, stderr: /expected the command/ },
  { args: ['dev', '--josn', 'node', 'app.js'], code: 64, stderr: /unknown option "--josn", did you mean "--json"\?/ },
  { args: ['dev', '-json', 'node'], code: 64, stderr: /unknown option "-json", did you mean "--json"\?/ },
  { args: ['dev', '--Svae=x', 'node'], code: 64, stderr: /unknown option "--Svae", did you mean "--save"\?/ },
  { args: ['dev', '--port', '1', 'node'], code: 64, stderr: /unknown option "--port", did you mean "--grpc-port"\?/ },
  { args: ['collector', '--hlep'], code: 64, stderr: /unknown option "--hlep", did you mean "--help"\?/ },
  {
    args: ['log-level', '4194304', 'debug'],
    code: 69,
    stderr: /^firstlight: log-level: there is no process 4194304\n$/,
  },
  { args: ['dev', '--constructor', 'node'], code: 64, stderr: /unknown option "--constructor"/ },
  { args: ['dev', '--json=yes', 'node'], code: 64, stderr: /--json: expected no value, received "yes"/ },
  {
    args: ['dev', '--grpc-port', 'x', 'node'],
    code: 64,
    stderr: /--grpc-port: expected a port from 0 to 65535, received "x"/,
  },
  { args: ['dev', '--grpc-port'], code: 64, stderr: /--grpc-port: expected a port from 0 to 65535, received nothing/ },
  { args: ['dev', '--wait=-1', 'node'], code: 64, stderr: /--wait: expected a number of milliseconds, received "-1"/ },
  {
    args: ['dev', '--output', '/no/such/folder/x', 'node'],
    code: 64,
    stderr: /--output: cannot write to \/no\/such\/folder\/x/,
  },
  { args: ['collector', '--http-port=65536'], code: 64, stderr: /--http-port: expected a port/ },
  { args: ['collector', 'now'], code: 64, stderr: /collector: expected options only, received "now"/ },
  { args: ['doctor', '--seconds', '5'], code: 64, stderr: /doctor: expected the command that starts the app/ },
  {
    args: ['doctor', '--seconds', 'x', 'node'],
    code: 64,
    stderr: /--seconds: expected a number of seconds, received "x"/,
  },
  {
    args: ['doctor', '--url', 'localhost', 'node'],
    code: 64,
    stderr: /--url: expected a URL such as [^,]*, received "localhost"/,
  },
  {
    args: ['config', 'a.js', 'b.js'],
    code: 64,
    stderr: /expected at most the app's main file, received "b.js" as well/,
  },
];

for (const { args, code, stdout = /^$/, stderr = /^$/ } of CASES) {
  test(`firstlight ${args.join(' ')}: ${code}`, async () => {
    const result = await runCli(args);
    assert.match(result.stderr, stderr);
    assert.match(result.stdout, stdout);
    assert.deepEqual([result.code, result.signal], [code, null]);
  });
}
