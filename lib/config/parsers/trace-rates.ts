import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';
import { itemsOf } from './list';

/**
 * Traces a second, by patterns of routes (those that begin with a slash) or of span names. The first that fits counts;
 * `*` is any other, and the last.
 */
export type TraceRates = readonly (readonly [pattern: string, perSecond: number])[];

const NUMBER = /^(\d+\.?\d*|\.\d+)$/;

/** `100` for all traces, or `100,/checkout=20,/metrics=0,nightly job*=1`. What can be read is used. */
export const traceRates: Parser<TraceRates> = {
  parse(text) {
    const good = new Map<string, number>();
    let bad = false;
    for (const item of itemsOf(text)) {
      const at = item.lastIndexOf('=');
      const pattern = at < 0 ? '*' : item.slice(0, at).trim();
      const rate = item.slice(at + 1).trim();
      if (pattern === '' || !NUMBER.test(rate)) bad = true;
      else good.set(pattern, Number(rate));
    }
    const rates = [...good].filter(([pattern]) => pattern !== '*');
    if (good.has('*')) rates.push(['*', good.get('*')!]);
    if (bad || rates.length === 0)
      throw new ValidationError(
        'a number of traces a second (100), or route=number and span name=number (/checkout=20), separated by commas',
        rates.length > 0 ? rates : undefined,
      );
    return rates;
  },
  format: (rates) => rates.map(([pattern, rate]) => (pattern === '*' ? rate : `${pattern}=${rate}`)).join(','),
};
