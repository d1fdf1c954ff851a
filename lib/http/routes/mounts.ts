import { joinPatterns, type Layer, takenBy } from './layers';

interface Mount {
  /** The part of the URL that led here, as Express keeps it in `req.baseUrl`. */
  readonly base: string;
  /** What the app wrote for it. */
  readonly pattern: string;
}

/**
 * The routers and sub-apps that a request is in, by the patterns they are mounted on. No event says when a request
 * leaves one, so that is found out at the next entry: what it has left is no prefix of the new base.
 */
export class Mounts {
  readonly #mounts: Mount[] = [];

  /** The request gets into a layer that is mounted on `pattern`. @param rest its URL as the layer gets it. */
  enter(layer: Layer, base: string, pattern: string, rest: string): void {
    while (this.#mounts.length > 0 && !this.#leadsTo(this.#mounts.at(-1)!, layer, base, rest)) this.#mounts.pop();
    this.#mounts.push({ base, pattern: joinPatterns(this.#mounts.at(-1)?.pattern ?? '', pattern) });
  }

  /** The pattern of a base: '' for none, undefined if it isn't known how the request got there. */
  patternOf(base: string): string | undefined {
    return base === '' ? '' : this.#mounts.findLast((mount) => mount.base === base)?.pattern;
  }

  /** The pattern of the mount that was entered last. */
  get last(): string | undefined {
    return this.#mounts.at(-1)?.pattern;
  }

  #leadsTo({ base: outer }: Mount, layer: Layer, base: string, rest: string): boolean {
    if (base.length <= outer.length || !base.startsWith(outer)) return false;
    const taken = base.slice(outer.length);
    return takenBy(layer, taken + rest) === taken;
  }
}
