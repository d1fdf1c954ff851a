import { entry } from '../entry';
import { choice } from '../parsers/choice';

/** What is kept of calls of generative models. */
export const models = {
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: entry(
    choice(['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'], {
      true: 'SPAN_AND_EVENT',
      false: 'NO_CONTENT',
    }),
    {
      group: 'traces',
      docs: 'https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-events.md',
      example: 'true',
      default: 'NO_CONTENT',
      desc:
        'Whether what models are asked and answer is kept: SPAN_ONLY (attributes of the span), EVENT_ONLY (a log ' +
        'record), SPAN_AND_EVENT, NO_CONTENT; true is SPAN_AND_EVENT, false NO_CONTENT.',
    },
  ),
};
