import { createBindingFinder, type Located, type ModuleExports, type Parts, type Steps } from './star-bindings';
import { resolveNames, type StarGraph } from './star-names';

/** How import-in-the-middle has the names of a wrapper: read from the module, or from the one that a name comes from. */
type Binding = string | { readonly name: string; readonly origin: string };
interface Wanted { readonly srcUrl: string; readonly context: object; readonly resolveImports: unknown }
interface Found { readonly bindings: ModuleExports['exportNames'] | Map<string, Binding>; readonly format: string | undefined; readonly cyclicImports?: Set<string> }
interface Module extends Located { readonly names: Map<string, string>; readonly stars: Set<string> }

/**
 * Creates what finds the names that a wrapper has to export, in the place of import-in-the-middle's own `processModule`. It goes each `export *` once; that one
 * goes each path and looks for circles from the hundredth step on only: two circles that share a module are 2^100 paths, and the import never ends.
 * https://github.com/nodejs/import-in-the-middle/pull/261
 * It also knows a name for one that two modules re-export from a third; that one drops it, and whoever imports it fails.
 */
export function createExportFinder(parts: Parts): (wanted: Wanted) => Steps<Found> {
  const { getModuleExports, findCyclicImports, resolveFrom, shouldExcludeExport } = parts;
  return function* ({ srcUrl, context, resolveImports }) {
    const { exportNames, starReexports, format } = yield* getModuleExports(srcUrl, context, false);
    if (starReexports === undefined) return { bindings: exportNames, format };

    const graph = new Map<string, Module>([[srcUrl, { url: srcUrl, context, names: asOwn(exportNames, srcUrl), stars: new Set() }]]);
    const importing = new Set<string>();
    const rest = starReexports.map((star) => ({ ...star, from: srcUrl }));
    for (let star = rest.shift(); star; star = rest.shift()) {
      const located = yield* resolveFrom(star.specifier, star.parentURL, context);
      const { url } = located;
      graph.get(star.from)!.stars.add(url);
      if (graph.has(url) && url !== srcUrl) continue;
      const found = yield* getModuleExports(url, located.context, true);
      if (found.hasModuleImports) importing.add(url);
      if (url === srcUrl) continue;
      graph.set(url, { ...located, names: asOwn([...found.exportNames].filter((name) => !shouldExcludeExport(name, url)), url), stars: new Set() });
      rest.push(...(found.starReexports ?? []).map((each) => ({ ...each, from: url })));
    }
    yield* joinReexports(graph, parts);

    const cycle = { rootUrl: srcUrl, imports: undefined as Set<string> | undefined };
    const seen = new Set<string>();
    for (const url of importing) yield* findCyclicImports(url, context, cycle, seen, resolveImports);
    return { bindings: bindingsOf(graph, srcUrl), format, cyclicImports: cycle.imports };
  };
}

/** Until more is known, what a module exports under a name is its own. */
function asOwn(names: Iterable<string>, url: string): Map<string, string> {
  return new Map([...names].map((name) => [name, `${url}\0${name}`]));
}

/** Finds out what stands behind names that more than one module has. */
function* joinReexports(graph: ReadonlyMap<string, Module>, parts: Parts): Steps<void> {
  const holders = new Map<string, Module[]>();
  for (const module of graph.values()) for (const name of module.names.keys()) holders.set(name, [...(holders.get(name) ?? []), module]);
  const findBinding = createBindingFinder(parts);
  for (const [name, modules] of holders) {
    if (modules.length < 2) continue;
    for (const module of modules) module.names.set(name, (yield* findBinding(module, name)) ?? module.names.get(name)!);
  }
}

/** A name that comes in several ways is read from its origin: some of the ways may lead through wrappers, and then the module itself has it twice. */
function bindingsOf(graph: StarGraph, root: string): Map<string, Binding> {
  return new Map([...resolveNames(graph, root)].map(([name, { origin, severalWays }]) => [name, severalWays ? { name, origin } : name]));
}
