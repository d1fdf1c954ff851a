import { parse, type Export, type StaticImport } from 'es-module-lexer';
import { RECEIVER } from './es-modules.js';
import type { OpenText } from './es-targets.js';
import type { ModuleLocation } from '../scan/module-location.js';

/** Has as many characters as `export default `, so that what follows stays in its column. */
const DEFAULT = '$fl_dflt';
const DEFAULT_VALUE = /^export[ \t]+default[ \t]+(?!(?:function|class|async)\b|[(@/\s]|[\w$]+\s*=>)/;

/**
 * Adds a line to the end of an ES module's text that hands out its exports: how to read each, and how to write its
 * variable. Importers see what is written there as they see every change of an exported variable, and the module stays
 * the one that it is: its URL, its identity, the order in which it runs. A variable that is exported as a constant
 * becomes one that can be written.
 * @param place What it is to instrumentations; undefined for a module that only has what one of them exports.
 */
export function openText(source: string, url: string, place: ModuleLocation | undefined): OpenText {
  const [imports, exports] = parse(source);
  let text = source;
  let added = '';
  const entries: string[] = [];
  const stars: string[] = [];
  const origins = new Set<string>();
  const importAs = (clause: string, from: string): void => {
    added += `import ${clause} from ${JSON.stringify(from)};`;
    origins.add(from);
  };
  exports.forEach((each: Export, index) => {
    if (each.typeOnly) return;
    if (each.type === 'direct') {
      const local = each.localName ?? ((text = nameDefault(text, each.exportStart)), DEFAULT);
      if (each.localName === undefined) {
        if (!text.startsWith(`let ${DEFAULT} = `, each.exportStart)) return;
        added += `export{${DEFAULT} as default};`;
      } else text = loosen(text, each.exportStart, local);
      entries.push(`${key(each.name)}:[()=>${local},$fl_v=>{${local}=$fl_v}]`);
      return;
    }
    const request = imports[each.importIndex] as StaticImport | undefined;
    // What is asked for with attributes would have to be asked for with the same.
    if (request === undefined || request.attributes !== null || request.phase !== null) return;
    const alias = `$fl_${index}`;
    if (each.type === 'reexport-all') {
      importAs(`* as ${alias}`, each.from);
      stars.push(`[${alias},${JSON.stringify(each.from)}]`);
      return;
    }
    importAs(
      each.importName === null ? `* as ${alias}` : `{${JSON.stringify(each.importName)} as ${alias}}`,
      each.from,
    );
    entries.push(`${key(each.name)}:[()=>${alias},null,${JSON.stringify([each.from, each.importName])}]`);
  });
  const names = `{__proto__:null,${entries.join()}}`;
  const args = [JSON.stringify(url), JSON.stringify(place ?? null), names, `[${stars.join()}]`].join();
  const call = `globalThis[Symbol.for('${RECEIVER}')]?.(${args});`;
  return { text: `${text}\n;${call}${added}\n`, origins: [...origins] };
}

/** Computed, because `__proto__` is the name of an export like any other. */
const key = (name: string): string => `[${JSON.stringify(name)}]`;

/**
 * Gives the value of `export default` a variable, if that changes nothing: a function without a name takes the name of
 * its variable.
 */
function nameDefault(text: string, at: number): string {
  const found = DEFAULT_VALUE.exec(text.slice(at, at + 400))?.[0];
  return found === undefined
    ? text
    : `${text.slice(0, at)}let ${DEFAULT} = ` +
        ' '.repeat(Math.max(0, found.length - 15)) +
        text.slice(at + found.length);
}

/** `const` of an exported variable becomes `let`, in place. In doubt it stays. */
function loosen(text: string, exportStart: number, local: string): string {
  const here = /^export[ \t]+const[ \t]+(?!enum\b)/.exec(text.slice(exportStart, exportStart + 40))?.[0];
  if (here !== undefined) return replaceConst(text, exportStart + here.indexOf('const'));
  const declared = [
    ...text.matchAll(new RegExp(`(?<=^|[;}])[ \\t]*const[ \\t]+${local.replaceAll('$', '\\$')}(?=[ \\t]*[=:])`, 'gm')),
  ];
  return declared.length === 1 ? replaceConst(text, declared[0]!.index + declared[0]![0].indexOf('const')) : text;
}

function replaceConst(text: string, at: number): string {
  return `${text.slice(0, at)}let  ${text.slice(at + 'const'.length)}`;
}
