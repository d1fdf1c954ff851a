export default {
  package: '@opentelemetry/instrumentation-kafkajs',
  file: 'build/src/instrumentation.js',
  fault:
    'Headers are written into the messages of the app, and handlers into its configuration: frozen ones throw, shared ones carry them on, and what is no function is called.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-kafkajs/src/instrumentation.ts',
  replacements: [
    {
      find: `const HISTOGRAM_BUCKET_BOUNDARIES = [`,
      replace: `/**
 * A message that may be given headers, in the place of the app's. kafkajs sends what is the message's own, and asks for
 * its value before: that of a class may be a getter, maybe on a private field.
 */
function copyMessage(message) {
    const prototype = Object.getPrototypeOf(message);
    if (prototype === Object.prototype || prototype === null)
        return { ...message };
    const inherited = Object.create(prototype);
    for (const name of ['key', 'value', 'partition', 'timestamp', 'headers'])
        Object.defineProperty(inherited, name, { get: () => message[name], configurable: true });
    const copy = Object.create(inherited);
    for (const name of Object.keys(message))
        Object.defineProperty(copy, name, { value: message[name], enumerable: true, writable: true, configurable: true });
    return copy;
}
function copyRecord(record) {
    const messages = record.messages.map(copyMessage);
    const prototype = Object.getPrototypeOf(record);
    if (prototype === Object.prototype || prototype === null)
        return { ...record, messages };
    const { acks, timeout, compression, topic } = record;
    return { acks, timeout, compression, topic, messages };
}
/** Gives a message that is not the app's the headers that it lacks. */
function addHeaders(message, context) {
    // It is refused, and shown in the error.
    if (message.value === undefined)
        return;
    const added = {};
    api_1.propagation.inject(context, added);
    const own = Object.prototype.hasOwnProperty.call(message, 'headers') ? message.headers : undefined;
    // What comes with a trace belongs to that trace.
    if (own?.traceparent !== undefined)
        delete added.tracestate;
    for (const name of Object.keys(added))
        if (own?.[name] !== undefined)
            delete added[name];
    if (Object.keys(added).length > 0)
        Object.defineProperty(message, 'headers', { value: { ...own, ...added }, enumerable: true, writable: true, configurable: true });
}
const HISTOGRAM_BUCKET_BOUNDARIES = [`,
    },
    {
      find: `        message.headers = message.headers ?? {};
        api_1.propagation.inject(api_1.trace.setSpan(api_1.context.active(), span), message.headers);`,
      replace: `        addHeaders(message, api_1.trace.setSpan(api_1.context.active(), span));`,
    },
    {
      find: `                const record = args[0];`,
      replace: `                const record = args[0] = copyRecord(args[0]);`,
    },
    {
      find: `                const batch = args[0];
                const messages = batch.topicMessages || [];`,
      replace: `                const { acks, timeout, compression, topicMessages } = args[0];
                const batch = args[0] = { acks, timeout, compression, topicMessages: topicMessages?.map(copyRecord) };
                const messages = batch.topicMessages || [];`,
    },
    {
      find: `                const config = args[0];
                if (config?.eachMessage) {`,
      replace: `                const config = typeof args[0] === 'object' && args[0] !== null ? Object.create(args[0]) : args[0];
                if (typeof config?.eachMessage === 'function') {`,
    },
    {
      find: `                if (config?.eachBatch) {`,
      replace: `                if (typeof config?.eachBatch === 'function') {`,
    },
    {
      find: `                transactionPromise
                    .then((transaction) => {`,
      replace: `                return transactionPromise
                    .then((transaction) => {`,
    },
    {
      find: `                        return instrumentation._endSpansOnPromise([transactionSpan], [], originAbortPromise);
                    };
                })
                    .catch(err => {`,
      replace: `                        return instrumentation._endSpansOnPromise([transactionSpan], [], originAbortPromise);
                    };
                    return transaction;
                }, err => {`,
    },
    {
      find: `                    transactionSpan.end();
                });
                return transactionPromise;`,
      replace: `                    transactionSpan.end();
                    throw err;
                });`,
    },
    {
      find: `            .then(result => {
            pendingMetrics.forEach(m => m());
            return result;
        })
            .catch(reason => {`,
      replace: `            .then(result => {
            pendingMetrics.forEach(m => m());
            spans.forEach(span => span.end());
            return result;
        }, reason => {`,
    },
    {
      find: `                errorType = reason.constructor.name;`,
      replace: `                errorType = reason.constructor?.name ?? errorType;`,
    },
    {
      find: `            else if (typeof reason === 'object' &&`,
      replace: `            else if (typeof reason === 'object' && reason !== null &&`,
    },
    {
      find: `            throw reason;
        })
            .finally(() => {
            spans.forEach(span => span.end());
        });`,
      replace: `            spans.forEach(span => span.end());
            throw reason;
        });`,
    },
  ],
};
