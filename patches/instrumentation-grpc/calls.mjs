export default {
  package: '@opentelemetry/instrumentation-grpc',
  file: 'build/src/instrumentation.js',
  fault: 'Metadata is written to, or put where the client does not look for it; what a handler returns is lost.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js/blob/main/experimental/packages/opentelemetry-instrumentation-grpc/src/instrumentation.ts',
  replacements: [
    {
      find: `                        api_1.context.with(api_1.propagation.extract(`,
      replace: `                        return api_1.context.with(api_1.propagation.extract(`,
    },
    {
      find: `                            api_1.context.with(api_1.trace.setSpan(api_1.context.active(), span), () => {
                                serverUtils_1.handleServerFunction`,
      replace: `                            return api_1.context.with(api_1.trace.setSpan(api_1.context.active(), span), () => {
                                return serverUtils_1.handleServerFunction`,
    },
    {
      find: `                            instrumentation._wrap(call, 'sendMetadata',`,
      replace: `                            if (instrumentation.getConfig().metadataToSpanAttributes?.server?.responseMetadata)
                                instrumentation._wrap(call, 'sendMetadata',`,
    },
    {
      find: `                const metadata = (0, clientUtils_1.extractMetadataOrSplice)(grpcLib, modifiedArgs, 4);`,
      replace: `                // Behind the message, if the request is not a stream.
                const metadata = (0, clientUtils_1.extractMetadataOrSplice)(grpcLib, modifiedArgs, /^make(Unary|ServerStream)/.test(requestName) ? 4 : 3);`,
    },
    {
      find: `    _patchClientRequestMethod(grpcLib, hasResponseStream, name) {`,
      replace: `    _patchClientRequestMethod(grpcLib, hasResponseStream, requestName) {`,
    },
    { find: `patched \${name} on grpc client`, replace: `patched \${requestName} on grpc client` },
    {
      find: `                    const call = original.apply(this, [...modifiedArgs]);
                    (0, clientUtils_1.patchResponseMetadataEvent)(span, call, instrumentation._metadataCapture);`,
      replace: `                    const call = original.apply(this, [...modifiedArgs]);
                    if (instrumentation.getConfig().metadataToSpanAttributes?.client?.responseMetadata)
                        (0, clientUtils_1.patchResponseMetadataEvent)(span, call, instrumentation._metadataCapture);`,
    },
    {
      find: `clientUtils_1.makeGrpcClientRemoteCall)(instrumentation._metadataCapture, original,`,
      replace: `clientUtils_1.makeGrpcClientRemoteCall)(instrumentation.getConfig().metadataToSpanAttributes?.client?.responseMetadata && instrumentation._metadataCapture, original,`,
    },
  ],
};
