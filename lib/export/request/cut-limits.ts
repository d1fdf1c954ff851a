/** How much of each part of a request is kept. */
export interface CutLimits {
  /** How long a text, or a value of bytes, may be. */
  readonly text: number;
  /** How many values a list or a map may have. */
  readonly values: number;
  /** How many attributes, events, links and exemplars one thing may have. Default: any number. */
  readonly members?: number;
}

/** Names are cut only if they are what is large. */
export const SHORTEST_NAME = 1024;
