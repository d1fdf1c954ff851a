// A reporter of node:test: one JSON line a test, `{ name, ok, error }`, its name with those of its suites.
export default async function* reporter(events) {
  const path = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') path.splice(data.nesting, Infinity, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const name = [...path.slice(0, data.nesting), data.name].join(' > ');
    const error = data.details?.error?.cause ?? data.details?.error;
    // A test that fails only by one in it is not one more difference.
    const ok = type === 'test:pass' || data.todo !== undefined || data.details?.error?.failureType === 'subtestsFailed';
    yield `${JSON.stringify({ name, ok, error: ok ? undefined : String(error?.stack ?? error).slice(0, 2000) })}\n`;
  }
}
