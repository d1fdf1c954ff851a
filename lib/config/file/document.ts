import { readFileSync, statSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { substituteAll } from './substitution';

/** The whole file cannot be used; the message says why, with line and column. */
export class FileError extends Error {}

/** Larger ones are no configuration. */
const MOST_BYTES = 4 * 1024 * 1024;

type Position = { readonly line: number; readonly column: number };

/** A value in the document; `undefined` is null. */
export type Value = Node | undefined;

/** A parsed file, its references to variables replaced. */
export interface OpenDocument {
  readonly root: Value;
  readonly referenced: ReadonlySet<string>;
  positionOf(value: Value): Position | undefined;
  /** The entries of a mapping, or undefined if it is none. */
  entries(value: Value): { name: string; position: Position; value: Value }[] | undefined;
  /** The items of a sequence, or undefined if it is none. */
  items(value: Value): Value[] | undefined;
  /** The value as JavaScript has it. */
  plain(value: Value): unknown;
  /** A scalar as it was written; undefined if it is none. */
  textOf(value: Value): string | undefined;
}

/** Reads a file. Throws FileError for one that is missing, too large, or no YAML. */
export function readText(path: string): string {
  try {
    const facts = statSync(path);
    if (!facts.isFile()) throw new FileError('this is no file');
    if (facts.size > MOST_BYTES) throw new FileError(`it has more than ${MOST_BYTES / 1024 / 1024} MiB`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
}

/** Parses YAML 1.2, of which JSON is a part. Throws FileError for what is none. */
export function openDocument(text: string, environment: Readonly<Record<string, string | undefined>>): OpenDocument {
  const counter = new LineCounter();
  const document = parseDocument(text, { version: '1.2', lineCounter: counter, prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const fail = (offset: number, reason: string): never => {
    const { line, column } = at(offset);
    throw new FileError(`line ${line}, column ${column}: ${reason}`);
  };
  const [error] = document.errors;
  if (error) fail(error.pos[0], error.message.split('\n', 1)[0]!);
  visit(document, {
    Alias: (_key, node) => {
      if (!node.resolve(document)) fail(node.range?.[0] ?? 0, `there is no anchor of the alias ${node.source}`);
    },
  });
  const referenced = new Set<string>();
  substituteAll(
    document,
    environment,
    (name) => referenced.add(name),
    // Behind the quote, if there is one.
    (wrong, node) => fail((node.range?.[0] ?? 0) + Number(node.type !== 'PLAIN') + wrong.offset, wrong.message),
  );
  return view(document, at, referenced);
}

function view(document: Document, at: (offset: number) => Position, referenced: ReadonlySet<string>): OpenDocument {
  const resolved = (value: unknown): Value => {
    const node = isAlias(value) ? value.resolve(document) : (value as Node | null | undefined);
    return node === null || node === undefined || (isScalar(node) && node.value === null) ? undefined : node;
  };
  const positionOf = (node: unknown): Position | undefined => {
    const range = (node as Node | null | undefined)?.range;
    return range ? at(range[0]) : undefined;
  };
  return {
    root: resolved(document.contents),
    referenced,
    positionOf,
    entries: (value) =>
      isMap(value)
        ? value.items.map((pair) => ({
            name: String(isScalar(pair.key) ? pair.key.value : pair.key),
            position: positionOf(pair.key) ?? { line: 1, column: 1 },
            value: resolved(pair.value),
          }))
        : undefined,
    items: (value) => (isSeq(value) ? value.items.map(resolved) : undefined),
    plain: (value) => (value === undefined ? undefined : (value.toJS(document, { maxAliasCount: 100 }) as unknown)),
    textOf: (value) => (isScalar(value) ? (value.source ?? String(value.value)) : undefined),
  };
}
