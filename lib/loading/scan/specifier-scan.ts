import { mayImport } from './import-calls';

/** What a module's text says about what the module may import. */
export interface SpecifierScan {
  /** The packages asked for, in quotes. Any string that reads like one counts. */
  readonly names: ReadonlySet<string>;
  /**
   * Whether it imports something that only shows when it runs: by `import()`, or from code in a URL. A path does not
   * count: that file is scanned itself.
   */
  readonly computed: boolean;
}

const COMPUTED = /(?<![.\w$#])import\s*\((?!\s*(?:(?:"[^"]*"|'[^']*'|`[^`$]*`)\s*[,)]|["'`](?:[./]|file:)))/;

/** A call of `require`, or of what does the same, with a name that only shows when it runs. */
const REQUIRES_COMPUTED = /(?<![$\w])(?:require|_load|getBuiltinModule)\s*\((?!\s*(?:["'`)]|\/[/*]))/;

/** Whether CommonJS may require what its text does not name. */
export const mayRequireAny = (text: string): boolean => REQUIRES_COMPUTED.test(text);

const CODE_IN_URL = /["'`]data:text\/javascript/;

/** Looks for the names of packages. */
export function createScanner(names: readonly string[]): (text: string) => SpecifierScan {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const quoted = new RegExp(`["'\`](${escaped.join('|')})(?=["'\`/])`, 'g');
  return (text) => ({
    names: new Set([...text.matchAll(quoted)].map(([, name = '']) => name)),
    computed: (COMPUTED.test(text) && mayImport(text)) || CODE_IN_URL.test(text),
  });
}
