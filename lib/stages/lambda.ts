import type { Span } from '@opentelemetry/api';
import { createRecord, enterRequest, REQUEST_ID_PATTERN } from '../context';
import type { Log } from './log';

/** What the runtime calls a function with, beside the event. */
interface Invocation {
  context?: { awsRequestId?: unknown };
}

/**
 * In AWS Lambda the runtime puts console methods of its own in place of ours, after the preload and before the function
 * is loaded (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client). With the first invocation the console
 * is captured again. Each invocation is a request, with the ID that AWS has for it.
 */
export function lambdaConfig(log: Log): Record<string, object> {
  let isCaptured = false;
  const requestHook = (span: Span, { context }: Invocation): void => {
    if (!isCaptured) log.recapture();
    isCaptured = true;
    enterInvocation(span, context?.awsRequestId);
  };
  return { '@opentelemetry/instrumentation-aws-lambda': { requestHook } };
}

/** The hook is called right before the function is, by code that has nothing else to do than call it. */
function enterInvocation(span: Span, id: unknown): void {
  const isId = typeof id === 'string' && REQUEST_ID_PATTERN.test(id);
  enterRequest(isId ? createRecord({ id, method: '', path: '', ...identityOf(span) }) : undefined);
}

function identityOf(span: Span): { traceId: string; spanId: string; traceFlags: string } {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return { traceId, spanId, traceFlags: traceFlags.toString(16).padStart(2, '0') };
}
