export default {
  package: '@opentelemetry/instrumentation-knex',
  file: 'build/src/instrumentation.js',
  fault:
    'An error that has no text of its own is replaced by a TypeError of the instrumentation, and a query settles turns later.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-knex/src/instrumentation.ts',
  marker: ['instrumentations/knex.js', 'watchPromise'],
  replacements: [
    {
      find: `                return api.context
                    .with(spanContext, original, this, ...arguments)
                    .then((result) => {
                    span.end();
                    return result;
                })
                    .catch((err) => {`,
      replace: `                const queried = api.context.with(spanContext, original, this, ...arguments);
                return instrumentation.watchPromise(queried, () => span.end(), (err) => {`,
    },
    {
      find: `                    const message = err.message.replace(fullQuery + ' - ', '');`,
      replace: `                    const message = String(err?.message ?? err).replace(fullQuery + ' - ', '');`,
    },
    {
      find: `                    span.end();
                    throw err;
                });`,
      replace: `                    span.end();
                });`,
    },
  ],
};
