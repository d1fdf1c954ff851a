import { context, createContextKey, trace, type Span, type Tracer } from '@opentelemetry/api';
import { FieldSpan } from './field-span';

/** How graphql describes a field, and its place in the answer. */
export interface FieldInfo {
  readonly fieldName: string;
  readonly path: Path;
  readonly returnType: unknown;
  readonly parentType: { readonly name: string };
  readonly variableValues?: unknown;
}

interface Path {
  readonly prev?: Path | undefined;
  readonly key: string | number;
}

/** With parse, validate, execute, and the spans of server and client, an operation has 50 spans at most. */
const MOST_FIELDS = 45;

const EXECUTION = createContextKey('graphql.execution');

/** By their variables, an object that graphql makes for each: a batch may resolve fields in another context. */
const executions = new WeakMap<object, Execution>();

/** One operation that is executed, and the spans of its fields: one for all items of a list, and not for all fields. */
export class Execution {
  readonly #fields = new Map<string, FieldSpan>();
  #hasEnded = false;

  constructor(
    readonly span: Span,
    private readonly tracer: Tracer,
  ) {}

  /** That of a field which is about to be resolved. */
  static of(info: FieldInfo): Execution | undefined {
    const variables = info.variableValues;
    const isObject = typeof variables === 'object' && variables !== null;
    const known = isObject ? executions.get(variables) : undefined;
    if (known !== undefined) return known;
    const execution = context.active().getValue(EXECUTION) as Execution | undefined;
    if (execution !== undefined && isObject) executions.set(variables, execution);
    return execution;
  }

  run<T>(act: () => T): T {
    const active = trace.setSpan(context.active(), this.span);
    return context.with(this.span.isRecording() ? active.setValue(EXECUTION, this) : active, act);
  }

  /** The span of a field, new or that of another item of its list; undefined if there are enough of them. */
  begin(info: FieldInfo): FieldSpan | undefined {
    const keys = keysOf(info.path);
    const path = keys.join('.');
    let field = this.#fields.get(path);
    if (field === undefined) {
      if (this.#fields.size >= MOST_FIELDS) return undefined;
      const attributes = {
        'graphql.field.name': info.fieldName,
        'graphql.field.path': path,
        'graphql.field.type': String(info.returnType),
        'graphql.parent.name': info.parentType.name,
      };
      const parent = trace.setSpan(context.active(), this.#above(keys));
      field = new FieldSpan(this.tracer.startSpan(`graphql.resolve ${path}`, { attributes }, parent));
      if (this.#hasEnded) field.endWhenSettled();
      this.#fields.set(path, field);
    }
    field.begin();
    return field;
  }

  /** The answer is complete; what is deferred comes later. */
  end(): void {
    this.#hasEnded = true;
    for (const field of this.#fields.values()) field.endWhenSettled();
    this.span.end();
  }

  /** The span of the nearest field above that has one. */
  #above(keys: readonly string[]): Span {
    for (let length = keys.length - 1; length > 0; length -= 1) {
      const field = this.#fields.get(keys.slice(0, length).join('.'));
      if (field !== undefined) return field.span;
    }
    return this.span;
  }
}

/** `items.*.name`: the places in lists are left out. */
function keysOf(path: Path): string[] {
  const keys: string[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev)
    keys.push(typeof at.key === 'number' ? '*' : at.key);
  return keys.reverse();
}
