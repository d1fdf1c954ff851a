export default {
  package: '@opentelemetry/instrumentation-grpc',
  file: 'build/src/clientUtils.js',
  fault:
    'The context is written into the metadata of the app, over a traceparent that it has set, and listeners are added to its calls.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/opentelemetry-instrumentation-grpc/src/clientUtils.ts',
  replacements: [
    {
      find: `        metadata = args[metadataIndex];`,
      replace: `        // Sent again, the app's own would carry the context along.
        metadata = args[metadataIndex] = args[metadataIndex].clone();`,
    },
    {
      find: `    api_1.propagation.inject(api_1.context.active(), metadata, {
        set: (meta, k, v) => meta.set(k, v),
    });`,
      replace: `    const added = {};
    api_1.propagation.inject(api_1.context.active(), added);
    // What comes with a trace belongs to that trace.
    if (metadata.get('traceparent').length > 0)
        delete added.tracestate;
    for (const [k, v] of Object.entries(added))
        if (metadata.get(k).length === 0)
            metadata.set(k, v);`,
    },
    {
      find: `        call.on('metadata', responseMetadata => {`,
      replace: `        if (metadataCapture) call.on('metadata', responseMetadata => {`,
    },
    { find: `    const wrappedFn = (err, res) => {`, replace: `    const wrappedFn = function (err, res) {` },
    { find: `        callback(err, res);`, replace: `        return callback.apply(this, arguments);` },
    {
      find: `    api_1.context.bind(api_1.context.active(), call);
    call.on(events_1.errorMonitor, (err) => {
        if (spanEnded) {`,
      replace: `    api_1.context.bind(api_1.context.active(), call);
    watchStream(call, 'error', (err) => {
        if (spanEnded) {`,
    },
    { find: `    call.on('status', (status) => {`, replace: `    watchStream(call, 'status', (status) => {` },
    {
      find: `/**
 * Execute grpc client call. Apply completion`,
      replace: `/** What is to be told of the events of streams, without listeners that the app could count. */
const watchers = new WeakMap();
const watched = new WeakSet();
function watchStream(call, event, listener) {
    const prototype = Object.getPrototypeOf(call);
    if (!watched.has(prototype)) {
        watched.add(prototype);
        const { emit } = prototype;
        Object.defineProperty(prototype, 'emit', {
            configurable: true, writable: true, enumerable: false,
            value: function (name, ...args) {
                if (name === 'error' || name === 'status') {
                    try {
                        watchers.get(this)?.[name]?.(...args);
                    }
                    catch {
                        // The app has its event.
                    }
                }
                return emit.call(this, name, ...args);
            },
        });
    }
    watchers.set(call, { ...watchers.get(call), [event]: listener });
}
/**
 * Execute grpc client call. Apply completion`,
    },
  ],
};
