import { context, SpanStatusCode, type Span, type Tracer } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';
import type { InstrumentationBase } from '@opentelemetry/instrumentation';
import { type InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { GraphQLInstrumentation as Upstream } from '@opentelemetry/instrumentation-graphql';
import { types } from 'node:util';
import { attempt } from '../../attempt';
import { looksLike } from '../../looks-like';
import { withExports } from '../../module-exports';
import { definitionsOf } from '../../package-hooks';
import { watchPromise } from '../../watching';
import { Execution } from './execution';
import { followResolver, followSchema } from './resolvers';

type Function = (this: unknown, ...args: any[]) => unknown;

/** The arguments of execute(), of which newer releases take one object. */
const NAMES = [
  'schema',
  'document',
  'rootValue',
  'contextValue',
  'variableValues',
  'operationName',
  'fieldResolver',
  'typeResolver',
] as const;
type Arguments = Partial<Record<(typeof NAMES)[number], any>>;

interface Operation {
  readonly operation?: unknown;
  readonly name?: { readonly value?: unknown };
}

/** What upstream's class keeps to itself, and is used here: parse and validate, and how operations are described. */
interface Descriptions {
  readonly tracer: Tracer;
  _createExecuteSpan(operation: Operation | undefined, args: Arguments): Span;
  _wrap(holder: object, name: string, wrapper: (original: Function) => Function): void;
}

// Its private methods are what is replaced.
const Base = Upstream as unknown as new (
  config?: object,
) => InstrumentationBase & { init(): InstrumentationNodeModuleDefinition };

/** An answer with more errors has as many of them on its span. */
const MOST_EXCEPTIONS = 5;

/**
 * instrumentation-graphql describes parse, validate and operations. How operations and their resolvers are followed is
 * our own: upstream's writes to the context of the app, and makes a span for each field of each item of a list
 * (https://github.com/open-telemetry/opentelemetry-js-contrib/issues/1151). Those that GraphQL servers execute by other
 * means than `graphql` are followed, too: graphql-jit of mercurius, and the executor of GraphQL Tools in Yoga.
 */
export class GraphQLInstrumentation extends Base {
  override init(): InstrumentationNodeModuleDefinition & InstrumentationNodeModuleDefinition[] {
    const patch = (exports: { execute?: Function; defaultFieldResolver?: Function }): unknown => {
      this.#upstream._wrap(exports, 'execute', this._patchExecute(exports.defaultFieldResolver));
      return exports;
    };
    const others = definitionsOf([
      { name: 'graphql-jit', versions: ['>=0.5 <1'], patch: (exports: object) => this.#patchJit(exports) },
      {
        name: '@graphql-tools/executor',
        versions: ['>=1 <3'],
        files: {
          '@graphql-tools/executor/cjs/execution/execute.js': patch,
          '@graphql-tools/executor/esm/execution/execute.js': patch,
        },
      },
    ]);
    return [super.init(), ...others] as never;
  }

  get #upstream(): Descriptions {
    return this as unknown as Descriptions;
  }

  /** Upstream's own, which its `init` calls. */
  _patchExecute(defaultResolver: Function | undefined): (original: Function) => Function {
    const follow = (args: readonly any[], call: (passed: readonly unknown[]) => unknown): unknown => {
      const isList = args.length >= 2;
      const given = Object.fromEntries(NAMES.map((name, at) => [name, isList ? args[at] : args[0][name]])) as Arguments;
      const execution = this.#begin(given);
      if (!execution.span.isRecording()) return follows(execution, () => call(args));
      attempt(() => followSchema(given.schema));
      // graphql's own is what runs if the app gives none.
      given.fieldResolver = followResolver(given.fieldResolver ?? defaultResolver, given.fieldResolver == null);
      if (isList) return follows(execution, () => call(Object.assign([...args], { 6: given.fieldResolver })));
      // What else it may have is passed on.
      const passed = Object.create(args[0] as object, Object.getOwnPropertyDescriptors(given)) as object;
      return follows(execution, () => call([passed]));
    };
    return (original) =>
      function (this: unknown, ...args: unknown[]): unknown {
        return follow(args, (passed) => original.apply(this, passed as unknown[]));
      };
  }

  /** What graphql-jit compiles is followed each time that it runs: `execute` never is. */
  #patchJit(exports: object): unknown {
    const { compileQuery } = exports as { compileQuery?: Function };
    if (typeof compileQuery !== 'function') return exports;
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const instrumentation = this;
    const compile = looksLike(compileQuery, function (this: unknown, ...args: unknown[]): unknown {
      const [schema, document, operationName] = args;
      attempt(() => followSchema(schema as never));
      const compiled = compileQuery.apply(this, args) as { query?: Function };
      const { query } = compiled;
      if (typeof query !== 'function') return compiled;
      compiled.query = looksLike(query, function (this: unknown, ...values: unknown[]): unknown {
        const execution = attempt(() => instrumentation.#begin({ schema, document, operationName }));
        if (execution === undefined) return query.apply(this, values);
        return follows(execution, () => query.apply(this, values));
      });
      return compiled;
    });
    return withExports(exports, { compileQuery: compile });
  }

  /** Begins the span of an operation, and notes the operation on the server span. */
  #begin({ document, operationName, ...others }: Arguments): Execution {
    const operation = attempt(() => operationOf(document, operationName));
    const span = this.#upstream._createExecuteSpan(operation, { document, operationName, ...others });
    attempt(() => noteOnServerSpan(operation));
    return new Execution(span, this.#upstream.tracer);
  }
}

function operationOf(document: any, operationName: unknown): Operation | undefined {
  const operations = (document.definitions as Operation[]).filter(({ operation }) => typeof operation === 'string');
  return operationName ? operations.find(({ name }) => name?.value === operationName) : operations[0];
}

/** The first of a request, which may have several, or be answered by operations below it. */
function noteOnServerSpan(operation: Operation | undefined): void {
  const rpc = getRPCMetadata(context.active());
  if (operation === undefined || rpc?.type !== RPCType.HTTP || !rpc.span.isRecording()) return;
  const { attributes } = rpc.span as { attributes?: object };
  if (attributes && 'graphql.operation.type' in attributes) return;
  rpc.span.setAttribute('graphql.operation.type', operation.operation as string);
  const name = operation.name?.value;
  if (typeof name === 'string') rpc.span.setAttribute('graphql.operation.name', name);
}

/** Runs an operation; what it gives, and what it throws, are the app's. */
function follows(execution: Execution, act: () => unknown): unknown {
  const ended = (result: unknown): void => {
    noteErrors(execution.span, result);
    execution.end();
  };
  const failed = (error: unknown): void => {
    noteErrors(execution.span, { errors: [error] });
    execution.end();
  };
  let result: unknown;
  try {
    result = execution.run(act);
  } catch (error) {
    attempt(() => failed(error));
    throw error;
  }
  if (result instanceof Promise) return watchPromise(result, ended, failed);
  attempt(() => ended(result));
  return result;
}

/** Errors of an answer are on the span of its operation: the server answers with 200. */
function noteErrors(span: Span, result: unknown): void {
  const errors: unknown = (result as { errors?: unknown } | undefined)?.errors;
  if (!Array.isArray(errors) || errors.length === 0 || !span.isRecording()) return;
  span.setStatus({ code: SpanStatusCode.ERROR });
  for (const error of errors.slice(0, MOST_EXCEPTIONS)) if (types.isNativeError(error)) span.recordException(error);
}
