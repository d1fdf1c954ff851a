import type { Form } from './esm-forms';

/** Forms whose packages are in the shape of ES modules, and made up. */
export const packageForms: Form[] = [
  {
    name: 'a package that is patched and re-exports names by stars, one of them ambiguous, in a circle',
    spans: ['generic-pool.acquire'],
    files: {
      'app.mjs':
        "import { Pool, a, b } from 'generic-pool';\nimport * as all from 'generic-pool';\nawait new " +
        "Pool().acquire();\nif (a + b !== 3 || 'both' in all) throw new " +
        "Error(Object.keys(all));\nconsole.log('done');\n",
      'node_modules/generic-pool/package.json':
        '{"name":"generic-pool","version":"3.9.0","type":"module","exports":"./index.js"}',
      'node_modules/generic-pool/index.js':
        "export * from './a.js';\nexport * from './b.js';\nexport { default as Pool } from './pool.js';\n",
      'node_modules/generic-pool/a.js': 'export const a = 1;\nexport const both = 1;\n',
      'node_modules/generic-pool/b.js': "export * from './index.js';\nexport const b = 2;\nexport const both = 2;\n",
      'node_modules/generic-pool/pool.js': 'export default class Pool { async acquire() { return {}; } }\n',
    },
  },
  {
    name: 'a package that is patched and re-exports names by stars in circles that share a module',
    spans: ['generic-pool.acquire'],
    files: {
      'app.mjs':
        "import { Pool, a, b } from 'generic-pool';\nimport * as all from 'generic-pool';\nawait new " +
        "Pool().acquire();\nif (a + b !== 3 || Object.keys(all).join() !== 'Pool,a,b') throw new " +
        "Error(Object.keys(all));\nconsole.log('done');\n",
      'node_modules/generic-pool/package.json':
        '{"name":"generic-pool","version":"3.9.0","type":"module","exports":"./index.js"}',
      'node_modules/generic-pool/index.js':
        "export * from './a.js';\nexport * from './b.js';\nexport { default as Pool } from './pool.js';\n",
      'node_modules/generic-pool/a.js':
        "export * from './index.js';\nexport * from './b.js';\nexport const a = 1;\nexport const both = 1;\n",
      'node_modules/generic-pool/b.js':
        "export * from './index.js';\nexport * from './a.js';\nexport const b = 2;\nexport const both = 2;\n",
      'node_modules/generic-pool/pool.js': 'export default class Pool { async acquire() { return {}; } }\n',
    },
  },
  {
    name: 'a package that is patched and has a name from two modules that re-export it from a third',
    spans: ['generic-pool.acquire'],
    files: {
      'app.mjs':
        "import { Pool, a } from 'generic-pool';\nawait new Pool().acquire();\nif (a !== 1) throw new " +
        "Error(a);\nconsole.log('done');\n",
      'node_modules/generic-pool/package.json':
        '{"name":"generic-pool","version":"3.9.0","type":"module","exports":"./index.js"}',
      'node_modules/generic-pool/index.js':
        "export * from './b.js';\nexport * from './c.js';\nexport { default as Pool } from './pool.js';\n",
      'node_modules/generic-pool/a.js': 'export const a = 1;\n',
      'node_modules/generic-pool/b.js': "export { a } from './a.js';\n",
      'node_modules/generic-pool/c.js': "import { a } from './a.js';\nexport { a };\n",
      'node_modules/generic-pool/pool.js': 'export default class Pool { async acquire() { return {}; } }\n',
    },
  },
  {
    name: 'CommonJS that requires a patched package of ES modules',
    from: 22,
    spans: ['generic-pool.acquire'],
    files: {
      'app.cjs': "const { Pool } = require('generic-pool');\nnew Pool().acquire().then(() => console.log('done'));\n",
      'node_modules/generic-pool/package.json':
        '{"name":"generic-pool","version":"3.9.0","type":"module","exports":"./index.js"}',
      'node_modules/generic-pool/index.js': 'export class Pool { async acquire() { return {}; } }\n',
    },
  },
  {
    name: 'a package of ES modules of a workspace, behind a link',
    spans: ['generic-pool.acquire'],
    links: { 'node_modules/generic-pool': 'packages/pool' },
    files: {
      'app.mjs':
        "import { Pool } from 'generic-pool';\nawait new Pool().acquire();\nif (!import.meta.resolve('generic-pool')" +
        ".endsWith('/packages/pool/index.js')) throw new Error('no link');\nconsole.log('done');\n",
      'package.json': '{"name":"app"}',
      'packages/pool/package.json': '{"name":"generic-pool","version":"3.9.0","type":"module","exports":"./index.js"}',
      'packages/pool/index.js': 'export class Pool { async acquire() { return {}; } }\n',
    },
  },
  {
    name: 'a package of ES modules that is reached by a condition of the command line',
    spans: ['generic-pool.acquire'],
    nodeArgs: ['--conditions=own'],
    files: {
      'app.mjs': "import { Pool } from 'generic-pool';\nawait new Pool().acquire();\nconsole.log('done');\n",
      'node_modules/generic-pool/package.json':
        '{"name":"generic-pool","version":"3.9.0","type":"module","exports":{"own":"./own.js","default":"./index.js"}}',
      'node_modules/generic-pool/index.js': 'export {};\n',
      'node_modules/generic-pool/own.js': 'export class Pool { async acquire() { return {}; } }\n',
    },
  },
];
