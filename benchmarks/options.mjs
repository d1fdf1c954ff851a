// The command line of `npm run bench`.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SUBJECT_NAMES } from './subjects.mjs';

export const USAGE = `npm run bench -- [part …] [options]

Parts: startup, memory, requests, delivery, faults, soak, logs (all but soak, which takes twelve minutes, where none is named).

  --runs N           runs of each case instead of the part's own number
  --seconds N        how long the soak lasts after its warm-up (default 600)
  --quick            one short run of each case: shows that the bench works, its figures mean nothing; docs are not written
  --subjects a,b     only these of ${SUBJECT_NAMES.join(', ')}
  --node NODE        measure this binary, or this line of test/runtimes (22, 24, 26), instead of the Node that runs the bench
  --protocol P       grpc (default) or http/protobuf, for every subject
  --cpu-prof [DIR]   write CPU profiles of the measured apps below DIR (default benchmarks/profiles); figures mean nothing then
  --json             print the result as JSON on stdout, instead of tables
  --no-install       never run npm; subjects that are not installed are left out
  --no-write         do not touch benchmarks/results.json and docs/benchmarks.md
  --render           only write docs/benchmarks.md from benchmarks/results.json
  --help`;

const here = path.dirname(fileURLToPath(import.meta.url));

function wholeNumber(flag, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${flag}: expected a whole number from 1, received "${text}"`);
  return Number(text);
}

function oneOf(flag, values, value) {
  if (!values.includes(value)) throw new Error(`${flag}: expected one of ${values.join(', ')}, received "${value}"`);
  return value;
}

/** The binary for `--node`: a path, or the number of a line that the tests have installed. */
function nodeBinary(value) {
  const binary = /^\d+$/.test(value) ? path.join(here, `../test/runtimes/node_modules/n${value}/bin/node`) : value;
  if (!existsSync(binary)) throw new Error(`--node: expected a binary or an installed line, found no ${binary}`);
  return binary;
}

/** Parses `argv` (without node and file). Throws Error with a sentence for the user on what it does not understand. */
export function parseOptions(argv, partNames) {
  // parseArgs has no optional values: a bare --cpu-prof means the default folder.
  const args = argv.flatMap((arg) =>
    arg === '--cpu-prof'
      ? ['--cpu-prof', '--cpu-prof-dir', path.join(here, 'profiles')]
      : arg.startsWith('--cpu-prof=')
        ? ['--cpu-prof', '--cpu-prof-dir', path.resolve(arg.slice(11))]
        : [arg],
  );
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      subjects: { type: 'string' },
      node: { type: 'string', default: process.execPath },
      protocol: { type: 'string', default: 'grpc' },
      'cpu-prof': { type: 'boolean' },
      'cpu-prof-dir': { type: 'string' },
      json: { type: 'boolean', default: false },
      'no-install': { type: 'boolean', default: false },
      'no-write': { type: 'boolean', default: false },
      render: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  for (const name of positionals) oneOf('part', partNames, name);
  const subjects = (values.subjects ?? SUBJECT_NAMES.join(',')).split(',');
  for (const name of subjects) oneOf('--subjects', SUBJECT_NAMES, name);
  const cpuProf = values['cpu-prof'] ? values['cpu-prof-dir'] : undefined;
  return {
    parts: positionals.length
      ? partNames.filter((name) => positionals.includes(name))
      : partNames.filter((name) => name !== 'soak'),
    runs: values.runs === undefined ? undefined : wholeNumber('--runs', values.runs),
    seconds: values.seconds === undefined ? undefined : wholeNumber('--seconds', values.seconds),
    quick: values.quick,
    subjects,
    node: nodeBinary(values.node),
    protocol: oneOf('--protocol', ['grpc', 'http/protobuf'], values.protocol),
    cpuProf,
    json: values.json,
    install: !values['no-install'],
    // Figures of a quick, profiled or partial run never reach the docs.
    write: !values['no-write'] && !values.quick && !cpuProf && subjects.length === SUBJECT_NAMES.length,
    render: values.render,
    help: values.help,
  };
}
