/** Modules by their URL: the names that each has itself, with what tells whether two are one, and the modules all of whose names it passes on (`export * from`). */
export type StarGraph = ReadonlyMap<string, { readonly names: ReadonlyMap<string, string>; readonly stars: ReadonlySet<string> }>;

/** Where a name comes from. */
export interface StarName {
  /** A module that has it itself. */
  readonly origin: string;
  readonly binding: string;
  /** Whether more than one star brings it. */
  readonly severalWays: boolean;
}

type Names = Map<string, StarName>;

/**
 * The names of a module as Node's own namespaces have them: a module's own name hides those that stars bring, a name that stars bring from two origins is
 * none, `default` is not passed on, and in a circle a module that is under way gives what it has so far.
 * https://github.com/v8/v8/blob/13.6.233/src/objects/source-text-module.cc#L519-L602
 */
export function resolveNames(graph: StarGraph, root: string): Names {
  const known = new Map<string, Names>();
  const resolve = (url: string): Names => {
    const before = known.get(url);
    if (before) return before;
    const { names, stars } = graph.get(url)!;
    const all: Names = new Map([...names].map(([name, binding]) => [name, { origin: url, binding, severalWays: false }]));
    known.set(url, all);
    const brought = new Map<string, StarName | undefined>();
    for (const star of stars) {
      for (const [name, found] of resolve(star)) {
        if (name !== 'default' && !names.has(name)) brought.set(name, brought.has(name) ? joined(brought.get(name), found) : found);
      }
    }
    for (const [name, found] of brought) if (found) all.set(name, found);
    return all;
  };
  return resolve(root);
}

function joined(one: StarName | undefined, other: StarName): StarName | undefined {
  return one?.binding === other.binding ? { ...one, severalWays: true } : undefined;
}
