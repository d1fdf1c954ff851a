export default {
  package: '@opentelemetry/instrumentation-aws-sdk',
  file: 'build/src/aws-sdk.js',
  fault:
    'Commands and their input are written to; with a frozen one, or when telemetry fails, send() throws or never settles.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-aws-sdk/src/aws-sdk.ts',
  replacements: [
    {
      find: `const V3_CLIENT_CONFIG_KEY = Symbol('opentelemetry.instrumentation.aws-sdk.client.config');`,
      replace: `/** The configurations of the clients that commands were last sent by; the commands are the app's. */
const clientConfigs = new WeakMap();
/** Commands whose input is given attributes: {service: names of commands}. */
const EXTENDED = { SQS: ['ReceiveMessage', 'SendMessage', 'SendMessageBatch'], SNS: ['Publish'], Lambda: ['Invoke'] };
/** The same command, with an input that may be written to. */
function withOwnInput(command) {
    const input = { ...command.input };
    return Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input });
}`,
    },
    {
      find: `            command[V3_CLIENT_CONFIG_KEY] = this.config;`,
      replace: `            clientConfigs.set(command, this.config);`,
    },
    {
      find: `            const origHandler = original.call(this, _handler, awsExecutionContext);
            const patchedHandler = function (command) {
                const clientConfig = command[V3_CLIENT_CONFIG_KEY];`,
      replace: `            const holder = { handler: original.call(this, _handler, awsExecutionContext) };
            // Guarded as all that is wrapped: if telemetry fails here, the app's command is handled.
            self._wrap(holder, 'handler', origHandler => function (given) {
                let command = given;
                const clientConfig = clientConfigs.get(given);`,
    },
    {
      find: `                const normalizedRequest = (0, utils_1.normalizeV3Request)(`,
      replace: `                const shortName = (0, utils_1.removeSuffixFromStringIfExists)(commandName, 'Command');
                if (EXTENDED[serviceName]?.includes(shortName))
                    command = withOwnInput(given);
                const normalizedRequest = (0, utils_1.normalizeV3Request)(`,
    },
    {
      find: `                        const resultPromise = api_1.context.with(activeContextWithSpan, () => {
                            self.servicesExtensions.requestPostSpanHook(normalizedRequest);
                            return self._callOriginalFunction(() => origHandler.call(this, command));
                        });`,
      replace: `                        const resultPromise = api_1.context.with(activeContextWithSpan, () => {
                            try {
                                self.servicesExtensions.requestPostSpanHook(normalizedRequest);
                            }
                            catch (e) {
                                api_1.diag.debug(\`\${AwsInstrumentation.component} instrumentation: the context is not added\`, e);
                                command = given;
                            }
                            try {
                                return self._callOriginalFunction(() => origHandler.call(this, command));
                            }
                            catch (e) {
                                return Promise.reject(e);
                            }
                        });`,
    },
    {
      find: `                            const override = self.servicesExtensions.responseHook(normalizedResponse, span, self.tracer, self.getConfig(), startTime);`,
      replace: `                            let override;
                            try {
                                override = self.servicesExtensions.responseHook(normalizedResponse, span, self.tracer, self.getConfig(), startTime);
                            }
                            catch (e) {
                                api_1.diag.debug(\`\${AwsInstrumentation.component} instrumentation: the response is not described\`, e);
                            }`,
    },
    {
      find: `                            const requestId = response.output?.$metadata?.requestId;`,
      replace: `                            const requestId = response?.output?.$metadata?.requestId;`,
    },
    {
      find: `                            const httpStatusCode = response.output?.$metadata?.httpStatusCode;`,
      replace: `                            const httpStatusCode = response?.output?.$metadata?.httpStatusCode;`,
    },
    {
      find: `                            const extendedRequestId = response.output?.$metadata?.extendedRequestId;`,
      replace: `                            const extendedRequestId = response?.output?.$metadata?.extendedRequestId;`,
    },
    {
      find: `                                data: response.output,`,
      replace: `                                data: response?.output,`,
    },
    {
      find: `                                message: err.message,
                            });
                            span.recordException(err);`,
      replace: `                                message: err?.message,
                            });
                            if (err)
                                span.recordException(err);`,
    },
    {
      find: `                return requestMetadata.isIncoming
                    ? (0, utils_1.bindPromise)(handlerPromise, activeContextWithSpan, 2)
                    : handlerPromise;
            };
            return patchedHandler;`,
      replace: `                return requestMetadata.isIncoming
                    ? (0, utils_1.bindPromise)(handlerPromise, activeContextWithSpan, 2)
                    : handlerPromise;
            });
            return holder.handler;`,
    },
  ],
};
