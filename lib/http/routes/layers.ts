import { ownValue } from '../own';

/**
 * What Express and the `router` package make of each `use()` and each route: `handle` is the app's function and is left
 * alone.
 */
export interface Layer {
  /** In releases that keep what was matched on the layer: the part of the URL that this layer took. */
  readonly path?: unknown;
  match(path: string): unknown;
}

type LayerClass = new (path: unknown, options: object, handle: () => void) => Layer;

/** The path of a layer, as the app wrote it, and how its router compares paths. */
export interface Place {
  readonly path: unknown;
  readonly options: object;
}

/** For each list of paths, a layer for each of its paths: not all releases say which of them was taken. */
const alternatives = new WeakMap<Place, Layer[]>();

/** Patterns that stand for "everything below": they say nothing in a route. */
const EVERYTHING = /^\/?(\*|\{?\*\w*\}?)?$/;

/**
 * The pattern by which a layer was reached: of a list of paths the one that fits; of a regular expression its text.
 * @param pathname the URL as the layer got it.
 */
export function patternOf(place: Place, { constructor: LayerOf }: object, pathname: string): string | undefined {
  const { path } = place;
  if (!Array.isArray(path)) return typeof path === 'string' || path instanceof RegExp ? String(path) : undefined;
  const paths = path.flat(Infinity) as unknown[];
  let layers = alternatives.get(place);
  if (layers === undefined) {
    layers = paths.map((each) => new (LayerOf as LayerClass)(each, place.options, () => {}));
    alternatives.set(place, layers);
  }
  const taken = paths[layers.findIndex((layer) => Boolean(layer.match(pathname)))];
  return typeof taken === 'string' || taken instanceof RegExp ? String(taken) : undefined;
}

/** Whether a layer restricts which requests it gets. */
export function isNarrow(path: unknown): boolean {
  return !(typeof path === 'string' ? EVERYTHING.test(path) : typeof path === 'function');
}

/** What a layer takes from the front of a path, without a slash at its end; undefined if it does not match. */
export function takenBy(layer: Layer, pathname: string): string | undefined {
  // Asking such a layer would change what it keeps.
  const kept = ownValue(layer, 'path');
  const taken = kept ?? ownValue(layer.match(pathname), 'path');
  return typeof taken === 'string' ? taken.replace(/\/$/, '') : undefined;
}

/** The path of a URL, which may be an absolute one. */
export function pathnameOf(url: unknown): string {
  const text = typeof url === 'string' ? url : '';
  const end = text.search(/[?#]/);
  const path = end < 0 ? text : text.slice(0, end);
  return path.startsWith('/') ? path : path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '') || '/';
}

/** A mount and the path below it, as people write it: a route '/' inside a router at /users is /users. */
export function joinPatterns(mount: string, path: string): string {
  const route = `${mount}${path}`.replace(/\/{2,}/g, '/');
  // The text of a regular expression ends with a slash of its own.
  return route.length > 1 && route.endsWith('/') && !/[\\^$]/.test(path) ? route.slice(0, -1) : route;
}
