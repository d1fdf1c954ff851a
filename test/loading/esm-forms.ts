import { packageForms } from './esm-package-forms';

/** One way in which an app is written: its files, and how it is started. */
export interface Form {
  name: string;
  /** The first one is the app. Packages are found beside it. */
  files: Record<string, string>;
  /** Links to folders among the files. */
  links?: Record<string, string>;
  nodeArgs?: string[];
  env?: Record<string, string>;
  /** The oldest Node.js that can run it. Default: all. */
  from?: number;
  /** The spans that come of it, by name. */
  spans: string[];
}

const LOAD = ['dataloader.load', 'dataloader.batch'];
const use = "await new DataLoader(async (keys: unknown[]) => keys).load(1);\nconsole.log('done');\n";
const plain = use.replace(': unknown[]', '');
const imports = "import DataLoader from 'dataloader';\n";
const requires = "const DataLoader = require('dataloader');\n";
const late = (text: string) => `(async () => {\n${text}})();\n`;

export const forms: Form[] = [
  { name: 'an ES module', files: { 'app.mjs': imports + plain }, spans: LOAD },
  {
    name: '.js in a package of type module',
    files: { 'app.js': imports + plain, 'package.json': '{"type":"module"}' },
    spans: LOAD,
  },
  {
    name: '.js without a type, in the syntax of ES modules',
    files: { 'app.js': imports + plain },
    from: 22,
    spans: LOAD,
  },
  {
    name: 'CommonJS whose first import() comes late',
    files: {
      'app.cjs':
        `setTimeout(() => ` +
        `{${late(`const { default: DataLoader } = await import('dataloader');\n${plain}`)}}, 30);`,
    },
    spans: LOAD,
  },
  {
    name: 'CommonJS that imports one of its own ES modules',
    files: { 'app.cjs': "import('./inner.mjs');", 'inner.mjs': imports + plain },
    spans: LOAD,
  },
  {
    name: 'CommonJS whose first import() is in a package',
    files: {
      'app.cjs': "require('./lazy.cjs').load();",
      'lazy.cjs': "exports.load = () => import('./inner.mjs');",
      'inner.mjs': imports + plain,
    },
    spans: LOAD,
  },
  {
    name: 'CommonJS that requires an ES module',
    files: {
      'app.cjs': "require('./inner.mjs').work();",
      'inner.mjs': `${imports}export async function work() {\n${plain}}`,
    },
    spans: LOAD,
  },
  {
    name: 'CommonJS that requires an ES module whose own import is patched, two files away',
    files: {
      'app.cjs': "require('./inner.mjs').work();",
      'inner.mjs': "export { work } from './second.mjs';",
      'second.mjs': `${imports}export async function work() {\n${plain}}`,
    },
    spans: LOAD,
  },
  {
    name: 'CommonJS that requires an ES module around CommonJS',
    files: {
      'app.cjs': "require('./inner.mjs').default.work();",
      'inner.mjs': "import inner from './inner.cjs';\nexport default inner;",
      'inner.cjs': `${requires}exports.work = async () => {\n${plain}};`,
    },
    spans: LOAD,
  },
  {
    name: 'CommonJS that requires an ES module around CommonJS that imports',
    files: {
      'app.cjs': "require('./inner.mjs').default.work();",
      'inner.mjs': "import inner from './inner.cjs';\nexport default inner;",
      'inner.cjs': "exports.work = () => import('./late.mjs');",
      'late.mjs': imports + plain,
    },
    spans: LOAD,
  },
  {
    name: 'an ES module that imports what is installed as a link after it has written a line',
    files: {
      'app.mjs':
        `console.log('first');\nconst { default: DataLoader } = await import('dataloader');\nif ` +
        `(import.meta.resolve('dataloader').includes(new URL('.', import.meta.url).href)) throw new ` +
        `Error('by its link');\n${plain}`,
    },
    spans: LOAD,
  },
  {
    name: 'an ES module that imports what CommonJS has required before',
    files: { 'app.mjs': `import './first.cjs';\n${imports}${plain}`, 'first.cjs': requires },
    spans: LOAD,
  },
  {
    name: 'an ES module that imports the same again, in another way',
    files: {
      'app.mjs':
        `${imports}const { again } = await import('./late.mjs');\nconst { default: Again } = await ` +
        `again();\nif (typeof DataLoader !== 'function') throw new Error('not there');\nawait new ` +
        `Again(async (keys) => keys).load(1);\nconsole.log('done');\n`,
      'late.mjs': "const name = 'dataloader';\nexport const again = () => import(name);\n",
    },
    spans: LOAD,
  },
  {
    name: 'an ES module that imports CommonJS',
    files: {
      'app.mjs': "import inner from './inner.cjs';\nawait inner.work();",
      'inner.cjs': `${requires}exports.work = async () => {\n${plain}};`,
    },
    spans: LOAD,
  },
  {
    name: 'an ES module that requires',
    files: {
      'app.mjs':
        `import { createRequire } from 'node:module';\nconst require = ` +
        `createRequire(import.meta.url);\n${requires}${plain}`,
    },
    spans: LOAD,
  },
  {
    name: 'names through two barrels, one of them shadowed',
    spans: ['graphql.parse'],
    files: {
      'app.mjs':
        "import { parse, version } from './barrel.mjs';\nparse('{ answer }');\nif (version !== 'own') throw " +
        "new Error(version);\nconsole.log('done');\n",
      'barrel.mjs': "export * from './second.mjs';\nexport const version = 'own';\n",
      'second.mjs': "export * from 'graphql';\n",
    },
  },
  ...packageForms,
  {
    name: "AWS Lambda's handler as an ES module",
    spans: ['greet'],
    env: { LAMBDA_TASK_ROOT: '.', _HANDLER: 'handler.handle' },
    files: {
      'app.mjs':
        "const { handle } = await import(new URL('handler.mjs', import.meta.url));\nawait handle({}, { " +
        "functionName: 'greet', awsRequestId: 'r1', invokedFunctionArn: " +
        "'arn:aws:lambda:eu-west-1:123456789012:function:greet' });\nconsole.log('done');\n",
      'handler.mjs': 'export const handle = async () => 42;\n',
    },
  },
  {
    name: 'TypeScript by tsx, .ts in the syntax of ES modules',
    files: { 'app.ts': imports + late(use) },
    nodeArgs: ['--import', 'tsx'],
    spans: LOAD,
  },
  { name: 'TypeScript by tsx, .mts', files: { 'app.mts': imports + use }, nodeArgs: ['--import', 'tsx'], spans: LOAD },
  {
    name: 'TypeScript by tsx, .ts in a package of type commonjs',
    files: { 'app.ts': "import './inner';", 'inner.ts': imports + late(use), 'package.json': '{"type":"commonjs"}' },
    nodeArgs: ['--import', 'tsx'],
    spans: LOAD,
  },
  {
    name: 'TypeScript by tsx, .cts',
    files: { 'app.cts': requires + late(use) },
    nodeArgs: ['--import', 'tsx'],
    spans: LOAD,
  },
  {
    name: 'TypeScript by tsx, .cts that requires a package with patched files inside',
    files: {
      'app.cts': "const { parse } = require('graphql');\nparse('{ answer }' as string);\nconsole.log('done');\n",
    },
    nodeArgs: ['--import', 'tsx'],
    spans: ['graphql.parse'],
  },
  {
    name: 'TypeScript by tsx, .mts that imports .cts that requires CommonJS',
    files: {
      'app.mts': "import inner from './inner.cts';\nawait inner.work();",
      'inner.cts': "exports.work = require('./work.cjs').work as () => Promise<void>;",
      'work.cjs': `${requires}exports.work = async () => {\n${plain}};`,
    },
    nodeArgs: ['--import', 'tsx'],
    spans: LOAD,
  },
  {
    name: 'CommonJS whose text a loader brings, and what it requires',
    spans: [...LOAD, 'graphql.parse'],
    nodeArgs: ['--import', './register.mjs'],
    files: {
      'app.mjs': "import inner from './inner.cjs';\nawait inner.work();",
      'inner.cjs': `${requires}require('graphql').parse('{ answer }');\nexports.work = async () => {\n${plain}};`,
      'loader.mjs':
        "import fs from 'node:fs';\nexport async function load(url, context, next) {\n  const loaded = await " +
        "next(url, context);\n  return url.endsWith('inner.cjs') ? { ...loaded, source: fs.readFileSync(new " +
        'URL(url)) } : loaded;\n}\n',
      'register.mjs': "import { register } from 'node:module';\nregister('./loader.mjs', import.meta.url);\n",
    },
  },
  {
    name: "TypeScript by Node's own type stripping, .ts",
    files: { 'app.ts': imports + use, 'package.json': '{"type":"module"}' },
    from: 24,
    spans: LOAD,
  },
  {
    name: "TypeScript by Node's own type stripping, .ts without a type",
    files: { 'app.ts': imports + use },
    from: 24,
    spans: LOAD,
  },
  {
    name: "TypeScript by Node's own type stripping, .mts that imports .cts",
    files: {
      'app.mts': "import { work } from './inner.cts';\nawait work(1 as number);",
      'inner.cts': `${requires}exports.work = async (_n: number): Promise<void> => {\n${use}};`,
    },
    from: 24,
    spans: LOAD,
  },
];
