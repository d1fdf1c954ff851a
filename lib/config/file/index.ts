/** Configuration files, a lazy bundle: evaluated only if one is named. See ../declarative. */
import type { FileContent, FileFailure } from '../declarative/types';
import { FileError, openDocument, readText, type OpenDocument } from './document';
import { FileReading } from './reading';
import { fileSchema } from './schema';
import type { Rows } from './schema/firstlight';
import { walk } from './walk';

export { renderConfigFile } from './render';

export interface FileOptions {
  readonly path: string;
  /** What the file may refer to. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly rows: Rows;
}

/** The major version of the schema. Minor versions add keys, and those that are not known are named. */
const FORMAT = /^1\.\d+(?:\.\d+)?(?:-\S+)?$/;

/** Reads a configuration file. Never throws: what cannot be used is in what it returns. */
export function readConfigFile({ path, environment, rows }: FileOptions): FileContent | FileFailure {
  try {
    const document = openDocument(readText(path), environment);
    checkFormat(document);
    const reading = new FileReading(environment);
    walk(fileSchema(rows), document.root, { key: '', line: 1, column: 1 }, document, reading);
    return reading.content(document.referenced);
  } catch (error) {
    return { failure: error instanceof FileError ? error.message : `it cannot be read (${(error as Error).message})` };
  }
}

function checkFormat(document: OpenDocument): void {
  const entries = document.root === undefined ? [] : document.entries(document.root);
  if (!entries) throw new FileError('line 1, column 1: this is no mapping');
  const format = entries.find(({ name }) => name === 'file_format');
  if (!format) throw new FileError('line 1, column 1: file_format is missing, it has to be "1.0" or "1.1"');
  const text = document.textOf(format.value) ?? '';
  if (FORMAT.test(text)) return;
  const { line, column } = document.positionOf(format.value) ?? format.position;
  throw new FileError(`line ${line}, column ${column}: file_format is ${JSON.stringify(text)}, not "1.0" or "1.1"`);
}
