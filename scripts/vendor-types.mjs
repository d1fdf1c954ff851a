// The package installs nothing besides itself, but its public types name winston's Logger and OpenTelemetry's Tracer.
// Their declarations are carried along, and each import of them is pointed at the copy.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const packages = ['@opentelemetry/api', 'winston', 'winston-transport', 'logform', 'triple-beam'];

/**
 * Copies the declarations below `types`/vendor and rewrites the imports of all declarations in `types`.
 * @param {string} root the repository
 * @param {string} types the folder of the built declarations
 */
export function vendorTypes(root, types) {
  const entries = new Map();
  for (const name of packages) {
    // Declarations that DefinitelyTyped keeps live beside the package.
    const own = join(root, 'node_modules', name);
    const facts = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'));
    const declared = facts.types ?? facts.typings ?? 'index.d.ts';
    const source = existsSync(join(own, declared)) ? own : join(root, 'node_modules', '@types', name);
    const entry = source === own ? declared : 'index.d.ts';
    const target = join(types, 'vendor', name);
    for (const file of declarations(source)) {
      const copy = join(target, relative(source, file));
      mkdirSync(dirname(copy), { recursive: true });
      cpSync(file, copy);
    }
    for (const licence of ['LICENSE', 'LICENSE.md', 'license'])
      if (existsSync(join(own, licence))) cpSync(join(own, licence), join(target, licence));
    entries.set(name, join(target, entry).replace(/(\/index)?\.d\.ts$/, ''));
  }
  for (const file of declarations(types)) {
    const text = readFileSync(file, 'utf8');
    const rewritten = text.replace(
      /(from\s+|import\(|require\()(['"])([^'"]+)\2/g,
      (match, before, quote, specifier) =>
        entries.has(specifier) ? `${before}${quote}${beside(file, entries.get(specifier))}${quote}` : match,
    );
    if (rewritten !== text) writeFileSync(file, rewritten);
  }
}

function beside(file, target) {
  const path = relative(dirname(file), target).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

function declarations(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', 'esm', 'esnext', 'test', 'platform-esm'].includes(entry.name) ? [] : declarations(path);
    return entry.name.endsWith('.d.ts') ? [path] : [];
  });
}
