import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { InstrumentationName } from '../../config';
import type { CatalogueItem } from './catalogue-item';
import { ownCatalogue } from './own-catalogue';
import { upstream } from './upstream';

/**
 * All instrumentations, by their short names: upstream's, and our own, some of which stand in for upstream's. Having
 * the targets at hand is what lets an instrumentation's code be evaluated when its target is first loaded, and not
 * before.
 */
export const catalogue: Readonly<Record<InstrumentationName, CatalogueItem>> = {
  ...upstream,
  ...ownCatalogue,
  graphql: {
    targets: [
      ...upstream.graphql.targets,
      'graphql-jit',
      ['@graphql-tools/executor', 'cjs/execution/execute.js', 'esm/execution/execute.js'],
    ],
    load: () => require('../../instrumentations/graphql/graphql').GraphQLInstrumentation,
  },
  openai: {
    targets: ['openai'],
    load: () => require('../../instrumentations/models/openai').OpenAIInstrumentation,
  },
};

/** Evaluates the instrumentation's code and creates it; creating one installs its own hooks. */
export function createInstrumentation(name: InstrumentationName, options: object): Instrumentation {
  const Class = catalogue[name].load();
  return new Class(options) as Instrumentation;
}
