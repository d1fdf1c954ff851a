import type { Entry } from '../entry';
import { firstlight } from './firstlight';
import { general } from './general';
import { headers } from './headers';
import { limits } from './limits';
import { logging } from './logging';
import { models } from './models';
import { opamp } from './opamp';
import { otlp } from './otlp';
import { signals } from './signals';

/** The one configuration table. Types, defaults, docs and `firstlight config` all derive from it. */
export const table = {
  ...general,
  ...logging,
  ...otlp,
  ...signals,
  ...limits,
  ...headers,
  ...models,
  ...firstlight,
  ...opamp,
};

export type VariableName = keyof typeof table;
/** The value of each variable, under its name. */
export type Variables = { readonly [K in VariableName]: (typeof table)[K] extends Entry<infer T> ? T : never };

/** The table seen as rows whose values are of any type, for code that walks it. */
export const rows = table as unknown as Readonly<Record<VariableName, Entry<unknown>>>;
export const variableNames = Object.keys(table) as readonly VariableName[];
