type InspectorConsole = Readonly<Record<string, unknown>>;

/**
 * Node's console methods also report to an attached debugger; a replaced method has to do the same. Returns a function
 * that repeats a console call there while a debugger can listen, and does nothing otherwise.
 */
export function createInspectorEcho(): (method: string, args: readonly unknown[]) => void {
  let inspector: { url(): string | undefined; console: InspectorConsole };
  try {
    inspector = require('node:inspector') as typeof inspector;
  } catch {
    // Node can be built without it.
    return () => undefined;
  }
  const { url, console: remote } = inspector;
  return (method, args) => {
    const call = remote?.[method];
    if (typeof call !== 'function' || url() === undefined) return;
    try {
      Reflect.apply(call, remote, args);
    } catch {
      // The line itself matters more than its copy.
    }
  };
}
