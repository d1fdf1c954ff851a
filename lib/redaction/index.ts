/** What is a secret, and how it is hidden: in names, values, texts, URLs, JSON, tables and settings. */
export { isSecretValue, REDACTED } from './names';
export { createRedaction, DEFAULT_REDACTION, type Redaction } from './redaction';
export { hideInText, mayHide } from './text';
export { hideInJson } from './json';
export { hideInTable } from './table';
export { copyWithout } from './copy';
export { hidesItem, hidesValueOf, isValueKey } from './lists';
export { redact, redactWhole, redactArguments } from './setting';
export { createUrlRedaction } from './url-attributes';
export { createSpanRedaction, type SpanRedaction } from './span';
