// The instrumentations that few apps need are files of their own, which share the OpenTelemetry packages with the
// bundle: see lib/telemetry/instrumentations/lazy-bundle.ts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Our own, of lib/instrumentations and the folders in it. */
const OWN = /^(?:\.\.\/)+instrumentations\/((?:[a-z0-9-]+\/)?[a-z0-9.-]+)$/;
const PACKAGE = /^@opentelemetry\/instrumentation-(?!undici$|runtime-node$)([a-z0-9.-]+)$/;

const FOUND = Symbol('found');
const upstreamFolder = path.dirname(
  createRequire(import.meta.url).resolve('@opentelemetry/auto-instrumentations-node'),
);

/**
 * The lazy bundles, as {in, out} for esbuild: one for each instrumentation of the catalogue that is not started with
 * every app, one for metrics that Prometheus reads, and one for samplers that few ask for.
 */
export function lazyBundleEntries(root) {
  const catalogue = ['upstream.ts', 'own-catalogue.ts', 'catalogue.ts']
    .map((file) => readFileSync(path.join(root, 'lib/telemetry/instrumentations', file), 'utf8'))
    .join('\n');
  const names = [...new Set([...catalogue.matchAll(/require\('([^']+)'\)/g)].map(([, name]) => name))];
  const bundles = names.flatMap((name) => {
    const [, own] = OWN.exec(name) ?? [];
    if (own)
      return [
        { in: path.join(root, 'lib/instrumentations', `${own}.ts`), out: `instrumentations/${path.basename(own)}` },
      ];
    return PACKAGE.test(name) ? [{ in: name, out: `instrumentations/${PACKAGE.exec(name)[1]}` }] : [];
  });
  // Ours stands in for upstream's of the same name.
  const isOwn = (each) => path.isAbsolute(each.in);
  const wanted = bundles.filter(
    (each) => isOwn(each) || !bundles.some((other) => other.out === each.out && isOwn(other)),
  );
  return [
    ...wanted,
    { in: '@opentelemetry/exporter-prometheus', out: 'instrumentations/prometheus' },
    { in: path.join(root, 'lib/telemetry/sampling/composite.ts'), out: 'instrumentations/sampling' },
  ];
}

const APP_THREAD = 'lib/export/app-thread';
/** The exporters in the app's thread, as {in, out} for esbuild: what all of them need, and those of each transport. */
export const appThreadEntries = (root) =>
  [
    ['client', 'app-thread'],
    ['grpc-exporters', 'app-thread-grpc'],
    ['http-exporters', 'app-thread-http'],
  ].map(([file, out]) => ({ in: path.join(root, APP_THREAD, `${file}.ts`), out: `instrumentations/${out}` }));

/** What the exporters import in the place of the package: what they are given is encoded already. */
export const encodedRequests = (root) => path.join(root, APP_THREAD, 'encoded-requests.ts');

/**
 * Within them: their configuration comes from ours. They would read the environment a second time, by other rules, and
 * throw for some of what is in it.
 */
export const unreadEnvironment = {
  name: 'unread-environment',
  setup(context) {
    context.onResolve({ filter: /\/(?:otlp-grpc|otlp-node-http)-env-configuration(?:\.js)?$/ }, ({ path: wanted }) => ({
      path: wanted,
      namespace: 'unread-environment',
    }));
    context.onLoad({ filter: /.*/, namespace: 'unread-environment' }, () => ({
      contents:
        'exports.getOtlpGrpcConfigurationFromEnv = exports.getNodeHttpConfigurationFromEnvironment = () => ({});\n' +
        'exports.getSharedConfigurationFromEnvironment = () => ({});',
    }));
  },
};

/** Within the bundle: loads such an instrumentation from its lazy bundle. */
export const loadLazyBundles = (root) => ({
  name: 'load-lazy-bundles',
  setup(context) {
    context.onResolve({ filter: /^@opentelemetry\/instrumentation-/ }, ({ path: wanted }) =>
      PACKAGE.test(wanted) ? { path: PACKAGE.exec(wanted)[1], namespace: 'lazy-bundle' } : undefined,
    );
    context.onResolve({ filter: OWN }, ({ path: wanted, resolveDir }) =>
      path.resolve(resolveDir, wanted).startsWith(path.join(root, 'lib/instrumentations', path.sep))
        ? { path: path.basename(OWN.exec(wanted)[1]), namespace: 'lazy-bundle' }
        : undefined,
    );
    context.onLoad({ filter: /.*/, namespace: 'lazy-bundle' }, ({ path: name }) => ({
      contents:
        `module.exports = ` +
        `require(${JSON.stringify(path.join(root, 'lib/telemetry/instrumentations/lazy-bundle.ts'))}).loadLazyBundle(${JSON.stringify(name)});`,
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
    ...readFileSync(path.join(root, 'lib/telemetry/instrumentations/lazy-bundle.ts'), 'utf8').matchAll(
      /^ {2}'(@opentelemetry\/[^']+)': /gm,
    ),
  ].map(([, name]) => name);
  return {
    name: 'shared-by-bundle',
    setup(context) {
      context.onResolve({ filter: /^@opentelemetry\// }, ({ path: wanted, kind, pluginData }) => {
        if (pluginData === FOUND) return undefined;
        if (shared.includes(wanted)) return { path: wanted, external: true };
        // The copy that upstream has, should there be two.
        if (kind === 'entry-point' && PACKAGE.test(wanted))
          return context.resolve(wanted, { resolveDir: upstreamFolder, kind: 'require-call', pluginData: FOUND });
        // The batch processors have nothing that others set up.
        if (/\/export\/Batch(?:Span|LogRecord)Processor$/.test(wanted)) return undefined;
        if (kind !== 'entry-point' && /^@opentelemetry\/(sdk-|resources|context-)/.test(wanted))
          return {
            errors: [
              {
                text: `${wanted} has to be shared with the bundle: name it in lib/telemetry/instrumentations/lazy-bundle.ts`,
              },
            ],
          };
        return undefined;
      });
    },
  };
};
