import type * as RemoteFileReader from '../../config/file/remote';
import type { RemoteSettings } from '../../config';
import { rows } from '../../config/table';
import type { RemoteFile } from './server-to-agent';

/** Larger ones are no settings. */
const MOST_BYTES = 64 * 1024;
const TEXTS = /^(?:application|text)\/(?:x-)?(?:json|yaml)$/;

/** The settings in the files of a remote configuration, and what is wrong with them. */
export function readRemoteConfig(
  files: readonly RemoteFile[],
): RemoteSettings & { readonly faults: readonly string[] } {
  const size = files.reduce((sum, { body }) => sum + body.length, 0);
  if (size > MOST_BYTES) return { variables: {}, faults: [`it has more than ${MOST_BYTES / 1024} KiB`] };
  const { readRemoteFile } = require('../../config/file/remote') as typeof RemoteFileReader;
  const variables = new Map<string, string>();
  const faults: string[] = [];
  let sampler: RemoteSettings['sampler'];
  for (const { name, body, contentType } of files) {
    const say = (fault: string): void => void faults.push(name === '' ? fault : `${name}: ${fault}`);
    const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
    if (type !== '' && !TEXTS.test(type)) {
      say(`${JSON.stringify(type)} is neither JSON nor YAML`);
      continue;
    }
    const read = readRemoteFile(body.toString(), rows);
    read.faults.forEach(say);
    if (read.sampler && sampler) say('tracer_provider.sampler is in two files');
    sampler ??= read.sampler;
    for (const [variable, text] of Object.entries(read.variables)) {
      if (variables.has(variable) && variables.get(variable) !== text) say(`${variable} is in two files`);
      variables.set(variable, text);
    }
  }
  return { variables: Object.fromEntries(variables), sampler, faults };
}
