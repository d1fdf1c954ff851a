import type { Log } from './log';

/**
 * In AWS Lambda the runtime puts console methods of its own in place of ours, after the preload and before the function is loaded
 * (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client). With the first invocation the console is captured again.
 */
export function lambdaConfig(log: Log): Record<string, object> {
  let isCaptured = false;
  const requestHook = (): void => {
    if (!isCaptured) log.recapture();
    isCaptured = true;
  };
  return { '@opentelemetry/instrumentation-aws-lambda': { requestHook } };
}
