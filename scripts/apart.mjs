// The instrumentations that few apps need are files of their own, which share the OpenTelemetry packages with the
// bundle: see lib/telemetry/apart.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Our own, of lib/instrumentations. */
const OWN = /^\.\.\/instrumentations\/([a-z0-9.-]+)$/;
const PACKAGE = /^@opentelemetry\/instrumentation-(?!undici$|runtime-node$)([a-z0-9.-]+)$/;

/**
 * The files that lie apart, as {in, out} for esbuild: one for each instrumentation of the catalogue that is not started
 * with every app.
 */
export function entriesApart(root) {
  const catalogue = readFileSync(path.join(root, 'lib/telemetry/catalogue.ts'), 'utf8');
  const names = [...new Set([...catalogue.matchAll(/require\('([^']+)'\)/g)].map(([, name]) => name))];
  return names.flatMap((name) => {
    const [, own] = OWN.exec(name) ?? [];
    if (own) return [{ in: path.join(root, 'lib/instrumentations', `${own}.ts`), out: `instrumentations/${own}` }];
    return PACKAGE.test(name) ? [{ in: name, out: `instrumentations/${PACKAGE.exec(name)[1]}` }] : [];
  });
}

/** Within the bundle: who asks for such an instrumentation gets what its file gives. */
export const fetchApart = (root) => ({
  name: 'fetch-apart',
  setup(context) {
    context.onResolve({ filter: /^@opentelemetry\/instrumentation-/ }, ({ path: wanted }) =>
      PACKAGE.test(wanted) ? { path: PACKAGE.exec(wanted)[1], namespace: 'apart' } : undefined,
    );
    context.onResolve({ filter: OWN }, ({ path: wanted }) => ({ path: OWN.exec(wanted)[1], namespace: 'apart' }));
    context.onLoad({ filter: /.*/, namespace: 'apart' }, ({ path: name }) => ({
      contents:
        `module.exports = ` +
        `require(${JSON.stringify(path.join(root, 'lib/telemetry/apart.ts'))}).loadApart(${JSON.stringify(name)});`,
      resolveDir: root,
    }));
  },
});

/**
 * Within such a file: what it shares with the bundle is asked for there. A second copy of any other package of the SDK
 * would be one that no one has set up.
 */
export const sharedByBundle = (root) => {
  const shared = [
    ...readFileSync(path.join(root, 'lib/telemetry/apart.ts'), 'utf8').matchAll(/^ {2}'(@opentelemetry\/[^']+)': /gm),
  ].map(([, name]) => name);
  return {
    name: 'shared-by-bundle',
    setup(context) {
      context.onResolve({ filter: /^@opentelemetry\// }, ({ path: wanted, kind }) => {
        if (shared.includes(wanted)) return { path: wanted, external: true };
        if (kind !== 'entry-point' && /^@opentelemetry\/(sdk-|resources|context-)/.test(wanted))
          return {
            errors: [{ text: `${wanted} has to be shared with the bundle: name it in lib/telemetry/apart.ts` }],
          };
        return undefined;
      });
    },
  };
};
