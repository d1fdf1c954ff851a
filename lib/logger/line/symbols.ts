/** Where a line goes: put `'stdout'` or `'stderr'` under this key in a line's fields. Default: stdout. */
export const STREAM = Symbol.for('firstlight.stream');

/**
 * IDs for a line that is written outside of the request or span it is about: an `Ids` object that replaces what `ids()`
 * says.
 */
export const IDS = Symbol.for('firstlight.ids');

/**
 * `true`: the line stays in this process and is not sent over OTLP. For lines about the export itself, which would feed
 * themselves.
 */
export const LOCAL = Symbol.for('firstlight.local');

/** The number of a line's severity in OpenTelemetry's data model, if its level is not one of winston's. */
export const SEVERITY = Symbol.for('firstlight.severity');

/** `true`: the line has passed the level of a logger of its own, and the levels of others don't matter. */
export const ADMITTED = Symbol.for('firstlight.admitted');

/** `true`: the line is not to be left out of a flood, or has been counted. */
export const COUNTED = Symbol.for('firstlight.counted');

/** Where the format leaves the `LineRecord` it made of an `info`, for transports that want more than the text. */
export const RECORD = Symbol.for('firstlight.record');

/** The error among the arguments of a logging call; winston itself only leaves copies of its properties. */
export const FAULT = Symbol.for('firstlight.fault');

/** The error of a line as its logger has left it: fields of its description, in the place of the error itself. */
export const EXCEPTION = Symbol.for('firstlight.exception');

/** The meta argument whose fields are already in an `info`, so that they are not added twice. */
export const MERGED = Symbol.for('firstlight.merged');

/** Set to true on an `info` whose line has been given to the output. */
export const WRITTEN = Symbol.for('firstlight.written');

// The symbols that winston's parts share, as documented by its package triple-beam.
export const LEVEL = Symbol.for('level');
export const MESSAGE = Symbol.for('message');
export const SPLAT = Symbol.for('splat');
