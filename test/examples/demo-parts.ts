import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, type LogLine } from '../support';

/** A running service of the example, as scripts/demo/services.mjs starts it. */
export interface Service {
  url: string;
  request(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  linesWhere(test: (line: LogLine) => boolean): LogLine[];
  tail(): string;
  stop(): Promise<string>;
}

/** A part of the demo: plain JavaScript without types, hence loaded by its place. */
export async function loadDemo(part: 'prepare' | 'services'): Promise<any> {
  return import(pathToFileURL(join(root, 'scripts', 'demo', `${part}.mjs`)).href);
}
