// import-in-the-middle's search for the names of a module, replaced by lib/loading/star-exports.ts, which says why.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const REPLACEMENT = fileURLToPath(new URL('../lib/loading/star-exports.ts', import.meta.url));
/** The function that is replaced, as it was when ours was compared with it. */
const COMPARED = '3c82c7826a9f3fb8';
const FUNCTION = /^function \* processModule \([^]*?^\}$/m;

const PARTS = `
function * resolveFrom (specifier, parentURL, context) {
  const { url, format } = yield [RESOLVE, isBareSpecifier(specifier) ? specifier : new URL(specifier, parentURL).href, { parentURL }]
  return { url, context: { ...context, format } }
}
function * lexExports ({ url, context }) {
  const { source, format } = yield [LOAD, url, context]
  return source != null && (format === 'module' || format === 'module-typescript') ? lexModule(sourceToString(source))[1] : []
}
const processModule = createExportFinder({ getModuleExports, findCyclicImports, resolveFrom, lexExports, shouldExcludeExport })
`;

export const starExports = {
  name: 'star-exports',
  setup(context) {
    context.onLoad({ filter: /import-in-the-middle[\\/]create-hook\.mjs$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const [found = ''] = FUNCTION.exec(text) ?? [];
      const hash = createHash('sha256').update(found).digest('hex').slice(0, 16);
      if (hash !== COMPARED) throw new Error(`processModule of import-in-the-middle is another one (${hash}): compare it with lib/loading/star-exports.ts, then note its hash in scripts/star-exports.mjs.`);
      const imports = [
        `import { createExportFinder } from ${JSON.stringify(REPLACEMENT)}`,
        "import { parse as lexModule } from 'es-module-lexer'",
        "import { LOAD } from './lib/io.mjs'",
      ];
      return { contents: `${imports.join('\n')}\n${text.replace(found, '')}${PARTS}`, loader: 'js' };
    });
  },
};
