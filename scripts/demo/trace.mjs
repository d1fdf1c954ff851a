// Waits until a trace is whole: the spans that must be in it are there, and each has its parent.

/**
 * The spans of a trace, once `expected` ("name in service") are among them and all hang together; throws with what
 * came.
 */
export async function findTrace(store, traceId, expected, milliseconds = 20_000) {
  const spansOf = () => store.spans.filter((span) => span.traceId === traceId);
  try {
    return await store.waitFor(() => {
      const spans = spansOf();
      return lacking(spans, expected).length === 0 && connected(spans) ? spans : undefined;
    }, milliseconds);
  } catch {
    const spans = spansOf();
    const lack = lacking(spans, expected);
    throw new Error(
      lack.length
        ? `The trace ${traceId} lacks: ${lack.join(', ')}.`
        : `The trace ${traceId} has spans without their parent.`,
      {
        cause:
          `What came within ${milliseconds / 1000} ` +
          `s:\n${spans.map((span) => `  ${described(span)}`).join('\n') || '  no span at all'}`,
      },
    );
  }
}

const described = (span) => `${span.name} in ${span.resource['service.name']}`;
const lacking = (spans, expected) => expected.filter((name) => !spans.some((span) => described(span) === name));

function connected(spans) {
  const ids = new Set(spans.map((span) => span.spanId));
  return spans.filter((span) => !span.parentSpanId || !ids.has(span.parentSpanId)).length === 1;
}
