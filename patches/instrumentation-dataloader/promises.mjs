export default {
  package: '@opentelemetry/instrumentation-dataloader',
  file: 'build/src/instrumentation.js',
  fault:
    'load() returns another promise than the cached one, later; batch functions that return no promise fail with an error of the patch.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-dataloader/src/instrumentation.ts',
  replacements: [
    {
      find: `const MODULE_NAME = 'dataloader';`,
      replace: `const MODULE_NAME = 'dataloader';
/** A batch has no more links than a span keeps by default: the SDK would warn at each batch. */
const MOST_LINKS = 128;
function failSpan(span, err) {
    if (err instanceof Error)
        span.recordException(err);
    span.setStatus({ code: api_1.SpanStatusCode.ERROR, message: err instanceof Error ? err.message : undefined });
    span.end();
}
/** Ends the span of a load when its batch settles it: the promise stays as it is, and so does who handles it. */
function followLoad(batch, waiting, hits, span) {
    const entry = batch?.callbacks?.length > waiting && batch.callbacks[waiting];
    if (entry) {
        const { resolve, reject } = entry;
        entry.resolve = value => { span.end(); resolve(value); };
        entry.reject = err => { failSpan(span, err); reject(err); };
        return;
    }
    const hit = batch?.cacheHits?.length > hits && batch.cacheHits[hits];
    if (hit)
        batch.cacheHits[hits] = () => { span.end(); hit(); };
    else
        span.end();
}`,
    },
    {
      find: `                return batchLoadFn.apply(this, args)
                    .then(value => {
                    span.end();
                    return value;
                })
                    .catch(err => {
                    span.recordException(err);
                    span.setStatus({
                        code: api_1.SpanStatusCode.ERROR,
                        message: err.message,
                    });
                    span.end();
                    throw err;
                });`,
      replace: `                let result;
                try {
                    result = batchLoadFn.apply(this, args);
                }
                catch (err) {
                    failSpan(span, err);
                    throw err;
                }
                // DataLoader handles the promise in any case. Another thenable may start when it is asked.
                if (result instanceof Promise)
                    result.then(() => span.end(), err => failSpan(span, err));
                else
                    span.end();
                return result;`,
    },
    {
      find: `        function PatchedDataloader(...args) {
            // BatchLoadFn is the first constructor argument
            // https://github.com/graphql/dataloader/blob/77c2cd7ca97e8795242018ebc212ce2487e729d2/src/index.js#L47
            if (typeof args[0] === 'function') {
                if ((0, instrumentation_1.isWrapped)(args[0])) {
                    instrumentation._unwrap(args, 0);
                }
                args[0] = instrumentation._wrapBatchLoadFn(args[0]);
            }
            return constructor.apply(this, args);
        }
        PatchedDataloader.prototype = prototype;
        return PatchedDataloader;`,
      replace: `        const wrapFirst = ([batchLoadFn, ...rest]) => [typeof batchLoadFn === 'function' ? instrumentation._wrapBatchLoadFn(batchLoadFn) : batchLoadFn, ...rest];
        const patched = new Proxy(constructor, {
            construct: (target, args, newTarget) => Reflect.construct(target, wrapFirst(args), newTarget),
            apply: (target, self, args) => Reflect.apply(target, self, wrapFirst(args)),
        });
        prototype.constructor = patched;
        return patched;`,
    },
    {
      find: `                const result = original
                    .call(this, ...args)
                    .then(value => {
                    span.end();
                    return value;
                })
                    .catch(err => {
                    span.recordException(err);
                    span.setStatus({
                        code: api_1.SpanStatusCode.ERROR,
                        message: err.message,
                    });
                    span.end();
                    throw err;
                });
                const loader = this;
                if (loader._batch) {`,
      replace: `                const loader = this;
                const before = loader._batch;
                const waiting = before?.callbacks?.length ?? 0;
                const hits = before?.cacheHits?.length ?? 0;
                let result;
                try {
                    result = original.call(this, ...args);
                }
                catch (err) {
                    failSpan(span, err);
                    throw err;
                }
                const isNew = loader._batch !== before;
                followLoad(loader._batch, isNew ? 0 : waiting, isNew ? 0 : hits, span);
                if (loader._batch && !(loader._batch.spanLinks?.length >= MOST_LINKS)) {`,
    },
    {
      find: `                return original.call(this, ...args).then(value => {
                    span.end();
                    return value;
                });`,
      replace: `                const result = original.call(this, ...args);
                result.then(() => span.end());
                return result;`,
    },
  ],
};
