// `npm run bench`: reads the command line, runs the parts, writes what they found. See options.mjs for the flags.

import { describeMachine } from './machine.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { buildFirstlight, describePackages, installPackages } from './packages.mjs';
import { PARTS } from './parts.mjs';
import { startReceiver } from './receiver/client.mjs';
import { renderResult, writeDocs } from './report.mjs';
import { keepResult, readResults } from './results.mjs';
import { loadSubjects } from './subjects.mjs';

const report = (text) => process.stderr.write(`bench: ${text}\n`);

function prepare(options) {
  if (options.install) installPackages(options.subjects, report);
  if (options.install && options.subjects.includes('firstlight')) buildFirstlight(report);
  const { subjects, missing } = loadSubjects(options.subjects);
  for (const { name, remedy } of missing) report(`${name} is left out: it is not installed (${remedy})`);
  return subjects;
}

async function runPart(part, { options, subjects, machine }) {
  const receiver = await startReceiver();
  const runs = options.runs ?? (options.quick ? 1 : part.runs);
  const startedAt = new Date();
  try {
    const context = {
      options,
      part: part.name,
      subjects,
      receiver,
      runs,
      report: (text) => report(`${part.name}: ${text}`),
    };
    const cases = await part.run(context);
    return {
      part: part.name,
      date: startedAt.toISOString().slice(0, 10),
      seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
      runs,
      quick: options.quick,
      profiled: Boolean(options.cpuProf),
      protocol: options.protocol,
      machine,
      packages: describePackages(),
      cases,
    };
  } finally {
    await receiver.close();
  }
}

async function main() {
  let options;
  try {
    options = parseOptions(
      process.argv.slice(2),
      PARTS.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n\n${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  if (options.help) return void process.stdout.write(`${USAGE}\n`);
  if (options.render) return writeDocs(readResults());
  const machine = describeMachine(options.node);
  const subjects = prepare(options);
  const results = [];
  for (const part of PARTS.filter(({ name }) => options.parts.includes(name))) {
    const result = await runPart(part, { options, subjects, machine });
    results.push(result);
    if (!options.json) process.stdout.write(`${renderResult(result)}\n`);
    if (options.write) writeDocs(keepResult(result));
  }
  if (options.json) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
}

main().catch((error) => {
  process.stderr.write(`bench: ${error.stack}\n`);
  process.exitCode = 1;
});
