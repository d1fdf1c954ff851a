import type { Attributes } from '@opentelemetry/api';
import type { Redaction } from './redaction';
import { hideInText } from './text';
import { createUrlRedaction } from './url-attributes';

/** What of an ended span may hold a secret. */
export interface RedactedSpan {
  readonly attributes: Attributes;
  readonly events?: readonly { readonly attributes?: Attributes }[];
  readonly status?: { message?: string };
}

/** Hides secrets in a span that has ended; changes it in place. */
export type SpanRedaction = (span: RedactedSpan) => void;

/** Hides what URLs in a span's attributes must not show, and secrets in the texts of its exceptions and its status. */
export function createSpanRedaction(redaction: Redaction): SpanRedaction {
  const redactUrls = createUrlRedaction(redaction);
  return ({ attributes, events, status }) => {
    redactUrls(attributes);
    if (status?.message) {
      const shown = hideInText(status.message, redaction);
      if (shown !== status.message) status.message = shown;
    }
    for (const { attributes: reported } of events ?? []) {
      if (!reported) continue;
      redactUrls(reported);
      for (const [name, value] of Object.entries(reported)) {
        if (typeof value !== 'string') continue;
        const shown = hideInText(value, redaction);
        if (shown !== value) reported[name] = shown;
      }
    }
  };
}
