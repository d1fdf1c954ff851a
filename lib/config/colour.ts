/** What decides about colours; the caller reads the environment. */
export interface ColourFacts {
  /** `NO_COLOR` (https://no-color.org): any value but the empty one switches colours off. */
  readonly noColor?: string;
  /**
   * `FORCE_COLOR`: `0` and `false` switch colours off, anything else on, the empty string included. Wins, as in Node.
   */
  readonly forceColor?: string;
  /** `TERM`: `dumb` terminals get no colours. */
  readonly term?: string;
  readonly isTTY: boolean;
}

/** Whether a stream takes colours. */
export function wantsColour(facts: ColourFacts): boolean {
  if (facts.forceColor !== undefined) return facts.forceColor !== '0' && facts.forceColor !== 'false';
  if (facts.noColor !== undefined && facts.noColor !== '') return false;
  return facts.isTTY && facts.term !== 'dumb';
}
