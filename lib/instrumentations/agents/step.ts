import { context, createContextKey, SpanKind, type Attributes, type Tracer } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import { watchPromise } from '../../watching';
import { typeOf } from '../models/inference';
import { followStream } from '../models/stream';
import type { Call } from '../shape/calls';
import { Operation } from '../shape/operation';

/** What runs, if it is a step of an agent: a method that calls another of the same object is one step. */
const RUNNING = createContextKey('firstlight: a step of an agent');

/** A step of an agent in this process: a run of it, of a tool, or a retrieval. */
export interface Step {
  /** As the conventions name it. */
  readonly operation: 'invoke_agent' | 'invoke_workflow' | 'execute_tool' | 'retrieval';
  /** Whose step it is; follows the operation in the span's name. */
  readonly name?: unknown;
  readonly attributes?: Attributes;
  /** Attributes of a result. */
  readonly found?: ((result: any) => Attributes | undefined) | undefined;
  /** What the step is over with if it goes on behind its result; the library handles its rejection itself. */
  readonly over?: (result: any) => unknown;
}

const NAMES: Readonly<Record<Step['operation'], string>> = {
  invoke_agent: 'gen_ai.agent.name',
  invoke_workflow: 'gen_ai.workflow.name',
  execute_tool: 'gen_ai.tool.name',
  retrieval: 'gen_ai.data_source.id',
};

/** Follows a step, whose span is over with its result, or with the stream that the result is. */
export function followStep(
  tracer: Tracer,
  self: unknown,
  { operation, name, attributes, found, over }: Step,
): Call | undefined {
  if (context.active().getValue(RUNNING) === self) return undefined;
  const its = typeof name === 'string' && name !== '' ? name : undefined;
  const step = new Operation(
    tracer.startSpan(its === undefined ? operation : `${operation} ${its}`, {
      kind: SpanKind.INTERNAL,
      attributes: { 'gen_ai.operation.name': operation, ...(its && { [NAMES[operation]]: its }), ...attributes },
    }),
    () => {},
  );
  const failed = (error: unknown): void => step.end({ failure: typeOf(error) });
  const run = <T>(act: () => T): T => step.run(() => context.with(context.active().setValue(RUNNING, self), act));
  const ended = (result: unknown): void => {
    const rest = attempt(() => over?.(result));
    if (rest instanceof Promise) {
      rest.then(() => step.end(), failed);
      return;
    }
    const isStream =
      attempt(() => followStream(result, { chunk: () => {}, failed, end: () => step.end(), run })) ?? false;
    if (!isStream) step.end({ attributes: attempt(() => found?.(result)) ?? {} });
  };
  return {
    run,
    failed,
    result(value) {
      if (value instanceof Promise) return watchPromise(value, ended, failed);
      attempt(() => ended(value));
      return value;
    },
  };
}

/** How many documents a retrieval has found. */
export const documentsFound = (result: unknown): Attributes | undefined =>
  Array.isArray(result) ? { 'gen_ai.retrieval.documents.count': result.length } : undefined;
