export default {
  package: '@opentelemetry/instrumentation-lru-memoizer',
  file: 'build/src/instrumentation.js',
  fault: 'The memoized function loses its methods and its options, and the package its static properties.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-lru-memoizer/src/instrumentation.ts',
  replacements: [
    {
      find: `                    return function () {
                        const modifiedArguments`,
      replace: `                    if (typeof origMemoizer !== 'function')
                        return origMemoizer;
                    const memoizer = function () {
                        const modifiedArguments`,
    },
    {
      find: `                        return origMemoizer.apply(this, modifiedArguments);
                    };`,
      replace: `                        return origMemoizer.apply(this, modifiedArguments);
                    };
                    return Object.defineProperties(memoizer, Object.getOwnPropertyDescriptors(origMemoizer));`,
    },
    {
      find: `                        const modifiedArguments = [...arguments];`,
      replace: `                        // Without arguments there is no callback to bind.
                        if (arguments.length === 0)
                            return origMemoizer.call(this);
                        const modifiedArguments = [...arguments];`,
    },
    {
      find: `                asyncMemoizer.sync = moduleExports.sync;
                return asyncMemoizer;`,
      replace: `                return Object.defineProperties(asyncMemoizer, Object.getOwnPropertyDescriptors(moduleExports));`,
    },
  ],
};
