export default {
  package: '@opentelemetry/instrumentation-amqplib',
  file: 'build/src/amqplib.js',
  fault:
    'Headers are written into the options of the app: a frozen one throws, and a shared one carries them to the next message.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-amqplib/src/amqplib.ts',
  replacements: [
    {
      find: `const supportedVersions = ['>=0.5.5 <3'];`,
      replace: `const supportedVersions = ['>=0.5.5 <3'];
/** Options with the headers of a context, behind which the app's own are found: those that it has set stay. */
function withHeaders(options, context) {
    const added = {};
    api_1.propagation.inject(context, added);
    const own = options?.headers;
    // What comes with a trace belongs to that trace.
    if (own?.traceparent !== undefined)
        delete added.tracestate;
    for (const name of Object.keys(added))
        if (own?.[name] !== undefined)
            delete added[name];
    if (Object.keys(added).length === 0)
        return options;
    const headers = Object.assign(Object.create(own ?? null), added);
    return Object.create(options ?? null, { headers: { value: headers, enumerable: true, configurable: true, writable: true } });
}
/** The spans of messages that wait for their end; the messages are the app's. */
const spans = new WeakMap();`,
    },
    {
      find: `        const modifiedOptions = options ?? {};
        modifiedOptions.headers = modifiedOptions.headers ?? {};
        api_1.propagation.inject(api_1.trace.setSpan(api_1.context.active(), span), modifiedOptions.headers);`,
      replace: `        const modifiedOptions = withHeaders(options, api_1.trace.setSpan(api_1.context.active(), span));`,
    },
    {
      find: `                    msg[utils_1.MESSAGE_STORED_SPAN] = span;`,
      replace: `                    spans.set(msg, span);`,
    },
    {
      find: `        const storedSpan = message[utils_1.MESSAGE_STORED_SPAN];`,
      replace: `        const storedSpan = spans.get(message);`,
    },
    { find: `        message[utils_1.MESSAGE_STORED_SPAN] = undefined;`, replace: `        spans.delete(message);` },
    {
      find: `        return function consume(queue, onMessage, options) {
            const channel = this;`,
      replace: `        return function consume(queue, onMessage, options) {
            const channel = this;
            if (typeof onMessage !== 'function') {
                return original.apply(this, arguments);
            }`,
    },
    {
      find: `                    callback?.call(this, err, ok);`,
      replace: `                    callback?.apply(this, arguments);`,
    },
    {
      find: `            argumentsCopy[4] = api_1.context.bind(`,
      replace: `            if (callback === undefined || callback === null || typeof callback === 'function') argumentsCopy[4] = api_1.context.bind(`,
    },
    {
      find: `                if (err == null) {
                    const urlAttributes`,
      replace: `                if (err == null) try {
                    const urlAttributes`,
    },
    {
      find: `                        ...serverAttributes,
                    };
                }`,
      replace: `                        ...serverAttributes,
                    };
                }
                catch {
                    // Spans do without them.
                }`,
    },
  ],
};
