import type { RemoteSettings } from '../remote/apply';
import { FileError, openDocument, type OpenDocument, type Value } from './document';
import { FileReading } from './reading';
import { mapping, value } from './shape';
import { firstlightSection, type Rows } from './schema/firstlight';
import { distribution } from './schema/instrumentation';
import { sampler } from './schema/samplers';
import { walk } from './walk';

/** What a server has sent, read; or what is wrong with it. */
export interface RemoteReading extends RemoteSettings {
  readonly faults: readonly string[];
}

/** The part of the schema of declarative configuration that can change while a process runs. */
const remoteSchema = (rows: Rows) =>
  mapping({
    file_format: value('any'),
    disabled: value('boolean', { variable: 'OTEL_SDK_DISABLED' }),
    tracer_provider: mapping({ sampler: sampler() }),
    distribution: distribution(firstlightSection(rows)),
  });

/**
 * Reads one file of a remote configuration: variables and their values, or declarative configuration if it has the key
 * file_format; YAML or JSON. References to variables of the environment are replaced by nothing: what stands there is
 * not the server's. Never throws.
 */
export function readRemoteFile(text: string, rows: Rows): RemoteReading {
  try {
    const document = openDocument(text, {});
    if (document.root === undefined) return { variables: {}, faults: [] };
    const entries = document.entries(document.root);
    if (!entries) return { variables: {}, faults: ['it is no mapping of variables to values'] };
    return entries.some(({ name }) => name === 'file_format') ? declarative(document, rows) : flat(document, entries);
  } catch (error) {
    const reason = error instanceof FileError ? error.message : `it cannot be read (${(error as Error).message})`;
    return { variables: {}, faults: [reason] };
  }
}

function flat(document: OpenDocument, entries: readonly { name: string; value: Value }[]): RemoteReading {
  const faults: string[] = [];
  const variables = entries.flatMap(({ name, value: found }): [string, string][] => {
    const items = document.items(found)?.map((item) => document.textOf(item));
    const text = found === undefined ? '' : (document.textOf(found) ?? items?.join(','));
    if (text === undefined || items?.includes(undefined)) faults.push(`${name} expects a text, a number or a list`);
    return [[name, text ?? '']];
  });
  return { variables: Object.fromEntries(variables), faults };
}

function declarative(document: OpenDocument, rows: Rows): RemoteReading {
  const reading = new FileReading({});
  walk(remoteSchema(rows), document.root, { key: '', line: 1, column: 1 }, document, reading);
  const { bad, unsupported } = reading.content([]);
  return {
    variables: reading.explicit(),
    sampler: reading.only.sampler,
    faults: [
      ...bad.map(({ key, expected, received }) => `${key} expects ${expected}, got ${JSON.stringify(received)}`),
      ...unsupported.map(({ key, reason }) => `${key}: ${reason}`),
    ],
  };
}
