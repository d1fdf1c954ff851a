import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

export const root = join(__dirname, '..', '..');

/** The files of a folder of the repository, at any depth, whose names match; with slashes, from the root on. */
export const listFiles = (folder: string, pattern: RegExp): string[] =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => pattern.test(name) && !name.split(sep).includes('node_modules'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`);

/** The sources of what is built. */
export const shippedFiles = (): string[] =>
  ['lib', 'bin', 'collector'].flatMap((folder) => listFiles(folder, /\.(m?ts|tsx)$/)).concat('register.ts');

export interface Source {
  /** The modules that it names, in import and export declarations, import types, `import()` and `require()`. */
  readonly imports: readonly string[];
  /** `process.x` and `console.x` of the globals, and the names that it imports. Comments and texts do not count. */
  readonly touches: readonly string[];
}

/** Reads from a TypeScript file what it imports and which globals it touches. */
export function examine(path: string, text: string): Source {
  const imports: string[] = [];
  const touches: string[] = [];
  const name = (node: ts.Node | undefined): void => {
    if (node && ts.isStringLiteralLike(node)) imports.push(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) name(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) name(node.argument.literal);
    else if (ts.isExternalModuleReference(node)) name(node.expression);
    else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(node.expression) && /^require/.test(node.expression.text)))
    )
      name(node.arguments[0]);
    else if (ts.isImportSpecifier(node)) touches.push((node.propertyName ?? node.name).text);
    else if (ts.isPropertyAccessExpression(node) && isGlobal(node.expression))
      touches.push(`${globalName(node.expression)}.${node.name.text}`);
    else if (
      ts.isElementAccessExpression(node) &&
      isGlobal(node.expression) &&
      ts.isStringLiteralLike(node.argumentExpression)
    )
      touches.push(`${globalName(node.expression)}.${node.argumentExpression.text}`);
    else if (
      ts.isVariableDeclaration(node) &&
      ts.isObjectBindingPattern(node.name) &&
      node.initializer &&
      isGlobal(node.initializer)
    ) {
      for (const element of node.name.elements)
        touches.push(`${globalName(node.initializer)}.${(element.propertyName ?? element.name).getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return { imports, touches };
}

const globalName = (node: ts.Node): string => node.getText().replace(/^globalThis\./, '');
const isGlobal = (node: ts.Node): boolean => /^(globalThis\.)?(process|console)$/.test(node.getText());
