import { context, SpanKind, trace, ValueType, type Attributes, type Histogram } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import type { Outcome } from '../shape/operation';
import { OwnInstrumentation } from '../shape/own-instrumentation';
import { DatabaseOperation, placeAttributes, type Place } from './operation';
import { summarize } from './query-summary';
import { createSqlTexts, type Dialect, type SqlText } from './sql-text';

export type { Place } from './operation';

/** What a call asks of a database: a text of SQL, or an operation by its name. */
export interface Query extends Place {
  readonly sql?: string | undefined;
  readonly operation?: string | undefined;
  /** The table, index or collection. */
  readonly collection?: string | undefined;
  /** How many queries are sent at once, if several are. */
  readonly batch?: number | undefined;
}

/** What drivers say of an error. */
interface DatabaseError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
}

const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/**
 * A client of a database: one span and one measurement a call, by the stable conventions:
 * https://opentelemetry.io/docs/specs/semconv/database/database-spans/
 */
export abstract class DatabaseInstrumentation extends OwnInstrumentation {
  // Made by the base class, whose work a field with a value would undo.
  declare private duration: Histogram;
  private sqlTexts?: (text: string) => SqlText;

  /** The system's name in the conventions, such as `postgresql`. */
  protected abstract readonly system: string;
  /** How the texts of its queries are read, if they are SQL. */
  protected readonly dialect: Dialect | undefined;
  /** Whether calls outside of any span have none: so it is for caches, which apps poll. */
  protected readonly needsParent: boolean = false;

  protected override _updateMetricInstruments(): void {
    this.duration = this.meter.createHistogram('db.client.operation.duration', {
      description: 'Duration of database client operations.',
      unit: 's',
      valueType: ValueType.DOUBLE,
      advice: { explicitBucketBoundaries: BUCKETS },
    });
  }

  /** Begins a call; undefined if it is not to be seen. */
  protected begin(query: Query): DatabaseOperation | undefined {
    if (!this.isEnabled()) return undefined;
    if (this.needsParent && trace.getSpan(context.active()) === undefined) return undefined;
    const sql = query.sql === undefined ? undefined : this.#read(query.sql);
    const operation = query.operation ?? sql?.operation;
    const measured: Attributes = {
      'db.system.name': this.system,
      ...(operation && { 'db.operation.name': operation }),
      ...(query.collection && { 'db.collection.name': query.collection }),
      ...placeAttributes(query),
    };
    const span = this.tracer.startSpan(spanName(query, sql) || this.system, {
      kind: SpanKind.CLIENT,
      attributes: {
        ...measured,
        ...(sql?.summary && { 'db.query.summary': sql.summary }),
        ...(query.batch !== undefined && query.batch > 1 && { 'db.operation.batch.size': query.batch }),
      },
    });
    if (sql && span.isRecording()) span.setAttribute('db.query.text', sql.text);
    const began = performance.now();
    return new DatabaseOperation(span, measured, sql === undefined, (attributes, { failure: type }) =>
      this.duration.record((performance.now() - began) / 1000, { ...attributes, ...(type && { 'error.type': type }) }),
    );
  }

  /** Says what a call does by a text that was not known when it began. */
  protected restate(operation: DatabaseOperation, text: string): void {
    const sql = this.#read(text);
    if (sql) operation.restate(sql);
  }

  #read(text: string): SqlText | undefined {
    if (this.dialect === undefined) return undefined;
    this.sqlTexts ??= createSqlTexts(this.dialect, summarize);
    return this.sqlTexts(text);
  }
}

const spanName = ({ operation, collection }: Query, sql: SqlText | undefined): string =>
  sql?.summary || [operation, collection].filter(Boolean).join(' ');

/** How many rows an answer has. */
export const rows = (count: unknown): Outcome =>
  typeof count === 'number' ? { attributes: { 'db.response.returned_rows': count } } : {};

/** A call that failed: by its code if the database gave one. */
export function failure(error: unknown): Outcome {
  const { name, message, code } = (typeof error === 'object' && error !== null ? error : {}) as DatabaseError;
  const status = typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
  return {
    failure: status ?? (attempt(() => (error as object).constructor.name) || String(name ?? '_OTHER')),
    message: typeof message === 'string' ? withoutValues(message) : undefined,
    ...(status !== undefined && { attributes: { 'db.response.status_code': status } }),
  };
}

/** Databases repeat what they were sent, in quotes; some drivers add the whole query in the next lines. */
const withoutValues = (message: string): string =>
  message
    .slice(0, 1_000)
    .split('\n', 1)[0]!
    .replace(/(?<!\w)'(?:[^']|''|'(?=\w))*(?:'|$)|"(?:[^"]|"")*(?:"|$)/g, '?');
