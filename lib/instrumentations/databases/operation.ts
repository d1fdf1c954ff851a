import type { Attributes, Span } from '@opentelemetry/api';
import { Operation, type Outcome } from '../shape/operation';
import type { SqlText } from './sql-text';

/** Where a database is: what is known of it. */
export interface Place {
  /** The name of the database, its file, or its index. */
  readonly namespace?: string | undefined;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

export const placeAttributes = ({ namespace, address, port }: Place): Attributes => ({
  ...(namespace && { 'db.namespace': namespace }),
  ...(address && { 'server.address': address }),
  ...(port && { 'server.port': port }),
});

/** A call of a database. What becomes known of it later is on its span and in its measurement. */
export class DatabaseOperation extends Operation {
  readonly #measured: Attributes;
  /** Whether its text was not known when it began. */
  isUnnamed: boolean;

  /** @param measured The attributes of its measurement. */
  constructor(
    span: Span,
    measured: Attributes,
    isUnnamed: boolean,
    measure: (attributes: Attributes, outcome: Outcome) => void,
  ) {
    super(span, (outcome) => measure(measured, outcome));
    this.#measured = measured;
    this.isUnnamed = isUnnamed;
  }

  locate(place: Place): void {
    const attributes = placeAttributes(place);
    Object.assign(this.#measured, attributes);
    this.span.setAttributes(attributes);
  }

  /** Says what it does by a text that is known only now. */
  restate(sql: SqlText): void {
    this.isUnnamed = false;
    const { operation, summary, text } = sql;
    if (operation) this.#measured['db.operation.name'] = operation;
    if (!this.span.isRecording()) return;
    this.span.setAttribute('db.query.text', text);
    if (operation) this.span.setAttribute('db.operation.name', operation);
    if (summary) this.span.setAttribute('db.query.summary', summary).updateName(summary);
  }
}
