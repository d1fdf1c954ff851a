/** Whether what calls this was called by Node's loader of ES modules, at most `depth` calls above. */
export function isCalledByEsLoader(depth: number): boolean {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = depth;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, isCalledByEsLoader);
    return holder.stack?.some((site) => site.getFileName()?.startsWith('node:internal/modules/esm/')) ?? true;
  } catch {
    return true;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}
