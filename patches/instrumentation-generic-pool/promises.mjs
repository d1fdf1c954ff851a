export default {
  package: '@opentelemetry/instrumentation-generic-pool',
  file: 'build/src/instrumentation.js',
  fault: 'acquire() settles a turn later, since the app gets another promise than that of the pool.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-generic-pool/src/instrumentation.ts',
  marker: ['instrumentations/generic-pool.js', 'watchRequest'],
  replacements: [
    {
      find: `class GenericPoolInstrumentation extends`,
      replace: `/** Hears what settles the request that a pool queues while it acquires. Returns what it returned, and whether there is one. */
function watchRequest(queue, acquire, end) {
    let isQueued = false;
    const { enqueue } = queue;
    queue.enqueue = function (request) {
        delete queue.enqueue;
        isQueued = true;
        for (const [name, act] of [['resolve', () => end()], ['reject', reason => end(Object(reason))]]) {
            const settle = request[name];
            request[name] = function (value) {
                act(value);
                return settle.apply(this, arguments);
            };
        }
        return enqueue.apply(this, arguments);
    };
    try {
        return [acquire(), isQueued];
    }
    finally {
        delete queue.enqueue;
    }
}
class GenericPoolInstrumentation extends`,
    },
    {
      find: `                return original.call(this, ...args).then(value => {
                    span.end();
                    return value;
                }, err => {
                    span.recordException(err);
                    span.end();
                    throw err;
                });`,
      replace: `                const end = (error) => instrumentation.quietly(() => {
                    if (error)
                        span.recordException(error);
                    span.end();
                });
                const watched = (acquired) => instrumentation.watchPromise(acquired, () => end(), error => end(Object(error)));
                const queue = this?._waitingClientsQueue;
                if (!queue)
                    return watched(original.apply(this, args));
                const [acquired, isQueued] = watchRequest(queue, () => original.apply(this, args), end);
                // A pool that is full or ending rejects at once.
                return isQueued ? acquired : watched(acquired);`,
    },
  ],
};
