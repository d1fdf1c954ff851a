import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

/**
 * What the lazy bundles share with the bundle: packages of which there may be one copy in a process. The build leaves
 * out of them what is named here.
 */
const SHARED: Readonly<Record<string, () => unknown>> = {
  '@opentelemetry/api': () => require('@opentelemetry/api') as unknown,
  '@opentelemetry/api-logs': () => require('@opentelemetry/api-logs') as unknown,
  '@opentelemetry/core': () => require('@opentelemetry/core') as unknown,
  '@opentelemetry/instrumentation': () => require('@opentelemetry/instrumentation') as unknown,
  '@opentelemetry/sdk-metrics': () => require('@opentelemetry/sdk-metrics') as unknown,
  '@opentelemetry/sdk-trace': () => require('@opentelemetry/sdk-trace') as unknown,
};

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** What a bundle finds in the place of what Node.js has. */
export interface LazyBundleSandbox {
  /** By the names of globals. Default: none. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** By the names of modules; undefined: as Node.js has it. */
  module(name: string): unknown;
}

/**
 * Evaluates a file of `instrumentations/`, beside the bundle: an instrumentation whose target most apps never load, an
 * exporter that most never need, or samplers that few ask for.
 * Together they are a third of all code; apart they cost nothing to those who don't need them. See
 * docs/adr/0002-one-bundle.md.
 */
export function loadLazyBundle(
  name: string,
  { globals, module: given }: LazyBundleSandbox = { globals: {}, module: () => undefined },
): unknown {
  const file = path.join(__dirname, 'instrumentations', `${name}.js`);
  const load = module.createRequire(file);
  const loaded = { exports: {} };
  const parameters = [...PARAMETERS, ...Object.keys(globals)];
  const evaluate = vm.compileFunction(fs.readFileSync(file, 'latin1'), parameters, { filename: file });
  evaluate.call(
    loaded.exports,
    loaded.exports,
    (wanted: string) => given(wanted) ?? (SHARED[wanted] ?? (() => load(wanted) as unknown))(),
    loaded,
    file,
    path.dirname(file),
    ...Object.values(globals),
  );
  return loaded.exports;
}
