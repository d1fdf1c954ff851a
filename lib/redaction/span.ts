import type { Attributes } from '@opentelemetry/api';
import { isSecretHeader, isSecretValue, REDACTED } from './names';
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

const HEADER = /^http\.(?:request|response)\.header\.(.+)$/;

/**
 * Hides what URLs in a span's attributes must not show, and secrets in the texts of its exceptions and its status.
 * @param hasHeaders Whether spans have attributes of headers: their values are hidden as those of fields are.
 */
export function createSpanRedaction(redaction: Redaction, hasHeaders = false): SpanRedaction {
  const redactUrls = createUrlRedaction(redaction);
  const redactHeaders = (attributes: Attributes): void => {
    for (const key of Object.keys(attributes)) {
      const name = HEADER.exec(key)?.[1];
      if (name === undefined) continue;
      const isSecret = isSecretHeader(name) || redaction.hidesKey(name);
      attributes[key] = [attributes[key]].flat().map((each) => {
        const text = String(each);
        if (isSecret) return isSecretValue(text, name) ? REDACTED : text;
        return hideInText(text, redaction);
      });
    }
  };
  return ({ attributes, events, status }) => {
    redactUrls(attributes);
    if (hasHeaders) redactHeaders(attributes);
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
