// docs/api.md out of the docstrings of what lib/index.ts exports.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ENTRY = fileURLToPath(new URL('../../lib/index.ts', import.meta.url));

const parse = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
const isExported = (node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
const docOf = (node) => node.jsDoc?.at(-1);

/**
 * What is exported by `lib/index.ts`, in its order: functions, then types; each with its declaration, which may be in
 * another file.
 */
export function publicApi() {
  const source = parse(ENTRY);
  const functions = source.statements.filter((node) => ts.isFunctionDeclaration(node) && isExported(node));
  const names = source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause }) => exportClause.elements.map(({ name }) => name.text));
  return [...functions, ...names.map((name) => declarationOf(name, ENTRY))].map((node) => ({
    name: node.name.text,
    node,
    doc: docOf(node),
    examples: tags(node, 'example'),
  }));
}

/** Follows imports and re-exports to the declaration of a type. */
function declarationOf(name, file) {
  const source = parse(file);
  for (const node of source.statements) {
    if ((ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) && node.name.text === name) return node;
  }
  for (const node of source.statements) {
    if (node.moduleSpecifier === undefined) continue;
    const elements = ts.isImportDeclaration(node)
      ? node.importClause?.namedBindings?.elements
      : node.exportClause?.elements;
    if (!elements?.some((element) => element.name.text === name)) continue;
    const target = path.join(path.dirname(file), node.moduleSpecifier.text);
    return declarationOf(name, existsSync(`${target}.ts`) ? `${target}.ts` : path.join(target, 'index.ts'));
  }
  throw new Error(`${file} exports ${name}, whose declaration is nowhere`);
}

const text = (comment) => (ts.getTextOfJSDocComment(comment) ?? '').trim();
const tags = (node, name) =>
  (docOf(node)?.tags ?? [])
    .filter((tag) => tag.tagName.text === name)
    .map((tag) => ({ ...tag, text: text(tag.comment), of: tag.name?.text }));
/** A paragraph a line, and files of the docs as links. */
const prose = (comment) =>
  comment
    .split(/\n\s*\n/)
    .map((part) =>
      part
        .replace(/\s*\n\s*/g, ' ')
        .replace(/\bdocs\/([a-z-]+\.md)(#[\w-]+)?/g, (_, file, anchor = '') => `[${file}](${file}${anchor})`),
    )
    .join('\n\n');
const block = (language, code) => `\`\`\`${language}\n${code}\n\`\`\``;
const lowered = (sentence) => sentence[0].toLowerCase() + sentence.slice(1);

function headingOf(node) {
  if (!ts.isFunctionDeclaration(node)) return node.name.text;
  const parameters = node.parameters.map(
    ({ name, questionToken, initializer }) => `${name.text}${questionToken || initializer ? '?' : ''}`,
  );
  return `${node.name.text}(${parameters.join(', ')})`;
}

function signatureOf(node) {
  if (!ts.isFunctionDeclaration(node)) return node.getText().replace(/^export /, '');
  const { name, parameters, typeParameters } = node;
  const generic = typeParameters ? `<${typeParameters.map((each) => each.getText()).join(', ')}>` : '';
  return `${name.text}${generic}(${parameters.map((each) => each.getText()).join(', ')}): ${node.type.getText()}`;
}

function section({ node, doc, examples }) {
  const facts = [
    ...tags(node, 'param').map((tag) => `- \`${tag.of}\`: ${prose(tag.text)}`),
    ...tags(node, 'returns').map((tag) => `- returns ${lowered(prose(tag.text))}`),
  ];
  return [
    `### \`${headingOf(node)}\``,
    block('ts', signatureOf(node)),
    prose(text(doc.comment)),
    ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...examples.map((example) => block('js', example.text)),
  ].join('\n\n');
}

/** The generated part of the page. */
export function renderApi() {
  const api = publicApi();
  // The first comment of the file is that of the package, not of the import below it.
  const [intro, ...more] = prose(text(parse(ENTRY).statements[0].jsDoc[0].comment)).split('\n\n');
  const names = api
    .filter(({ node }) => ts.isFunctionDeclaration(node))
    .map(({ name }) => name)
    .sort();
  return [intro, block('js', `import { ${names.join(', ')} } from 'firstlight';`), ...more, ...api.map(section)].join(
    '\n\n',
  );
}
