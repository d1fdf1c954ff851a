// What of the dependencies' code a start would evaluate for nothing: plugins for esbuild that leave it out, or put it
// off until it is used.
import { createRequire } from 'node:module';
import { patchedSource } from './patches.mjs';

/**
 * The instrumentations require the semantic conventions whole, 2,000 constants of which each uses a few. Their values
 * are put in their place. The files' lines stay as they are, for the source maps.
 */
export const inlinedConventions = {
  name: 'inlined-conventions',
  setup(context) {
    context.onLoad({ filter: /[\\/]@opentelemetry[\\/].*\.js$/ }, ({ path: file }) => {
      const source = patchedSource(file);
      const [statement, name] = /^const (\w+) = require\("@opentelemetry\/semantic-conventions"\);/m.exec(source) ?? [];
      if (name === undefined) return { contents: source, loader: 'js' };
      const values = createRequire(file)('@opentelemetry/semantic-conventions');
      const contents = source.replace(new RegExp(`\\b${name}\\.(\\w+)`, 'g'), (found, key) =>
        typeof values[key] === 'string' ? JSON.stringify(values[key]) : found,
      );
      return { contents: contents.includes(`${name}.`) ? contents : contents.replace(statement, ''), loader: 'js' };
    });
  },
};

/**
 * Modules of which a part is used late or never, though they are loaded with the file that asks for them: [who asks,
 * for what, what it gets instead].
 */
const PUT_OFF = [
  // Colours of winston's own formats, which firstlight's lines never have.
  [
    /[\\/]logform[\\/]colorize\.js$/,
    /^@colors\/colors\/safe$/,
    `
    const set = {};
    let colors;
    const load = () => (colors ??= Object.assign(require('@colors/colors/safe'), set));
    module.exports = new Proxy(set, { get: (_, name) => load()[name], set: (_, name, value) => Reflect.set(colors ?? set, name, value) });
  `,
  ],
  // An ID that only a detector makes that firstlight does not use; node:crypto takes 2 ms to load.
  [
    /[\\/]ServiceInstanceIdDetector\.js$/,
    /^crypto$/,
    "exports.randomUUID = () => require('node:crypto').randomUUID();",
  ],
];

export const putOff = {
  name: 'put-off',
  setup(context) {
    context.onResolve({ filter: /^[@a-z]/ }, ({ path: wanted, importer, resolveDir }) => {
      const index = PUT_OFF.findIndex(([from, what]) => from.test(importer) && what.test(wanted));
      return index < 0 ? undefined : { path: wanted, namespace: 'put-off', pluginData: { index, resolveDir } };
    });
    context.onLoad({ filter: /.*/, namespace: 'put-off' }, ({ pluginData: { index, resolveDir } }) => ({
      contents: PUT_OFF[index][2],
      resolveDir,
    }));
  },
};
