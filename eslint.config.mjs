// Lint rules. Two of them are laws of the house: one reader of process.env, and no console.* outside the logger and the
// CLI.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'dist.next/',
      'dist.old/',
      'register.js',
      '**/node_modules/',
      'coverage/',
      'test/.artifacts/',
      '.compiled/',
      '.compat/',
      'test/recipes/.projects/',
      'test/fixtures/logger/syntax-error.cjs',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // node:test keeps the promises of its own declarations.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
  {
    files: ['lib/**/*.ts', 'bin/**/*.ts', 'collector/**/*.ts', 'register.ts'],
    ignores: ['lib/config/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'process.env is read in lib/config only.',
        },
      ],
    },
  },
  { files: ['{lib,collector}/**/*.{ts,tsx}'], ignores: ['lib/logger/**'], rules: { 'no-console': 'error' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'require',
          'module',
          'exports',
          '__dirname',
          '__filename',
          'Buffer',
          'URL',
          'URLSearchParams',
          'fetch',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'clearTimeout',
          'clearInterval',
          'clearImmediate',
          'queueMicrotask',
          'performance',
          'AbortController',
          'AbortSignal',
          'structuredClone',
          'Atomics',
          'SharedArrayBuffer',
          'globalThis',
          'TextEncoder',
          'TextDecoder',
          'Response',
          'Request',
          'Headers',
          'FormData',
          'Blob',
          'DOMException',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$', caughtErrors: 'none' }] },
  },
);
