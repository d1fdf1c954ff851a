import { join } from 'node:path';
import type { SpanRecord } from '../../collector';
import { fixtures, type ServiceName } from '../support';

/** Where the cases lie, and the packages that they use. */
export const folder = join(fixtures, 'instrumentations');

/**
 * One instrumentation at work. The file `NAME.case.cjs` is both: what the app does (`modules`, `run`) and what is to
 * come of it.
 */
export interface Case {
  /** The real server that it needs. */
  service?: ServiceName;
  /** What stands in where no server for it can run here. */
  standsIn?: string;
  /** The newest Node.js that the package itself runs on. */
  newest?: number;
  env?: Record<string, string>;
  /**
   * What the app requires or imports, in this order; `run` gets what they export. Assertions in `run` end the app with
   * code 1.
   */
  modules: string[];
  run: (...modules: any[]) => unknown;
  /** Default: that of upstream's instrumentation. */
  scope?: string;
  /** Spans of the instrumentation's own scope. */
  spans?: { kind: SpanRecord['kind']; name: RegExp; times: number; status?: 'ERROR' }[];
  metrics?: RegExp[];
  /** Log records that reach the receiver. */
  logs?: RegExp[];
}

export function readCase(name: string): Case {
  return require(join(folder, `${name}.case.cjs`)) as Case;
}
