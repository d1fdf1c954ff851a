// lib/instrumentations/openai.ts gives what it sees of a stream to these generators, one `next(chunk)` each.
export default {
  package: '@opentelemetry/instrumentation-openai',
  file: 'build/src/instrumentation.js',
  fault:
    'Streams are replaced by another iterator, whose span never ends if the app stops early, and telemetry that fails ends the stream.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/tree/main/packages/instrumentation-openai/src/instrumentation.ts',
  replacements: [
    {
      find: `    async *_onChatCompletionsStreamIterator(iterator, span, startNow, config, commonAttrs, ctx) {
        const iterable = { [Symbol.asyncIterator]: () => iterator };`,
      replace: `    *_onChatCompletionsStreamIterator(span, startNow, config, commonAttrs, ctx) {`,
    },
    {
      find: `        for await (const chunk of iterable) {
            yield chunk;`,
      replace: `        for (let chunk = yield; chunk !== undefined; chunk = yield) {`,
    },
    {
      find: `    async *_onResponsesStreamIterator(iterator, span, startNow, config, commonAttrs, ctx) {
        const iterable = { [Symbol.asyncIterator]: () => iterator };`,
      replace: `    *_onResponsesStreamIterator(span, startNow, config, commonAttrs, ctx) {`,
    },
    {
      find: `        for await (const event of iterable) {
            yield event;`,
      replace: `        for (let event = yield; event !== undefined; event = yield) {`,
    },
    {
      find: `                            output[0].finish_reason,`,
      replace: `                            output[0]?.finish_reason,`,
    },
    { find: `                outputs[0].finish_reason,`, replace: `                outputs[0]?.finish_reason,` },
  ],
};
