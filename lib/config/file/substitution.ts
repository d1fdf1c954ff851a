import { Scalar, visit, type Document } from 'yaml';

/** A reference that cannot be resolved. */
export class SubstitutionError extends Error {
  constructor(
    readonly reference: string,
    /** How many characters after the beginning of the value. */
    readonly offset: number,
  ) {
    super(`${reference} is no reference to a variable: \${NAME}, \${env:NAME} or \${NAME:-default}`);
  }
}

const REFERENCE = /\$\{([^}]+)\}/g;
const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/;

/**
 * Replaces references to variables in a text. `$$` is a `$`; what a variable holds is not looked at again.
 * https://opentelemetry.io/docs/specs/otel/configuration/data-model/#environment-variable-substitution
 *
 * @param onReference Called with the name of each variable.
 */
export function substitute(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  onReference: (name: string) => void = () => {},
): string {
  let before = 0;
  return text
    .split('$$')
    .map((part) => {
      const start = before;
      before += part.length + 2;
      return part.replace(REFERENCE, (reference: string, content: string, at: number) => {
        const [, name, otherwise = ''] = VARIABLE.exec(content) ?? VARIABLE.exec(content.replace(/^env:/, '')) ?? [];
        if (name === undefined) throw new SubstitutionError(reference, start + at);
        onReference(name);
        return environment[name] || otherwise;
      });
    })
    .join('$');
}

/**
 * Replaces references in all values of a document, never in its keys. A value without quotes gets its type afterwards;
 * one with quotes stays a text. No structure can come out of a variable.
 */
export function substituteAll(
  document: Document,
  environment: Readonly<Record<string, string | undefined>>,
  onReference: (name: string) => void,
  onError: (error: SubstitutionError, node: Scalar) => void,
): void {
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('$')) return;
      try {
        const text = substitute(node.value, environment, onReference);
        node.source = text;
        node.value = node.type === Scalar.PLAIN ? typed(document, text) : text;
      } catch (error) {
        if (!(error instanceof SubstitutionError)) throw error;
        onError(error, node);
      }
    },
  });
}

/** The value of a text without quotes, by the schema of the document. */
function typed(document: Document, text: string): unknown {
  const tag = document.schema.tags.find(
    (each) => 'test' in each && each.default === true && each.test?.test(text) === true,
  );
  if (!tag || !('resolve' in tag)) return text;
  const resolved = (tag.resolve as (text: string, onError: () => void, options: object) => unknown)(text, () => {}, {
    intAsBigInt: false,
  });
  return resolved instanceof Scalar ? resolved.value : resolved;
}
