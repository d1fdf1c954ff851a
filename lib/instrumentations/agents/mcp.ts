import {
  context,
  propagation,
  SpanKind,
  trace,
  ValueType,
  type Attributes,
  type Histogram,
  type Span,
} from '@opentelemetry/api';
import type { PatchedPackage } from '../../package-hooks';
import { follow, followedCalls, settling, type Call } from '../shape/calls';
import { Operation } from '../shape/operation';
import { OwnInstrumentation } from '../shape/own-instrumentation';

interface Message {
  readonly method?: unknown;
  readonly params?: { readonly name?: unknown; readonly uri?: unknown; readonly _meta?: Record<string, unknown> };
}
interface Protocol {
  readonly transport?: { readonly sessionId?: unknown; readonly constructor?: { readonly name?: unknown } };
}

const NAME = '@modelcontextprotocol/sdk';
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/**
 * Model Context Protocol, both sides: a span a request, and the context along in its `_meta`:
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/mcp.md
 */
export class McpInstrumentation extends OwnInstrumentation {
  // Made by the base class, whose work a field with a value would undo.
  declare private durations: Record<'client' | 'server', Histogram>;

  constructor(config?: object) {
    super('mcp', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { Protocol?: { prototype?: object } }): unknown => {
      const protocol = exports.Protocol?.prototype;
      follow(protocol, 'request', (self: Protocol, args) => this.#request(self, args));
      follow(protocol, 'setRequestHandler', (self: Protocol, args) => {
        if (typeof args[1] === 'function')
          args[1] = followedCalls(args[1] as (...given: any[]) => unknown, (_self, given) => this.#handle(self, given));
        return undefined;
      });
      return exports;
    };
    const file = (kind: string): string => `${NAME}/dist/${kind}/shared/protocol.js`;
    return [{ name: NAME, versions: ['>=1 <2'], files: { [file('cjs')]: patch, [file('esm')]: patch } }];
  }

  protected override _updateMetricInstruments(): void {
    const duration = (side: string): Histogram =>
      this.meter.createHistogram(`mcp.${side}.operation.duration`, {
        description: `The duration of the MCP request as observed on the ${side}.`,
        unit: 's',
        valueType: ValueType.DOUBLE,
        advice: { explicitBucketBoundaries: BUCKETS },
      });
    this.durations = { client: duration('client'), server: duration('server') };
  }

  #request(self: Protocol, args: any[]): Call | undefined {
    if (!this.isEnabled()) return undefined;
    const message = args[0] as Message;
    const span = this.tracer.startSpan(nameOf(message), { kind: SpanKind.CLIENT, attributes: describe(self, message) });
    const operation = this.#operation('client', message, span);
    const carrier: Record<string, string> = {};
    propagation.inject(trace.setSpan(context.active(), span), carrier);
    // What the app wrote into it itself wins.
    args[0] = { ...message, params: { ...message.params, _meta: { ...carrier, ...message.params?._meta } } };
    return { ...settling(outcomes(operation)), run: (act) => operation.run(act) };
  }

  #handle(self: Protocol, [message, extra]: any[]): Call | undefined {
    if (!this.isEnabled()) return undefined;
    const request = message as Message;
    const ambient = trace.getSpanContext(context.active());
    const parent = propagation.extract(context.active(), request.params?._meta ?? extra?._meta ?? {});
    const sent = trace.getSpanContext(parent);
    const isRemote = sent !== undefined && sent.spanId !== ambient?.spanId;
    const span = this.tracer.startSpan(
      nameOf(request),
      {
        kind: SpanKind.SERVER,
        attributes: {
          ...describe(self, request),
          ...(extra?.requestId !== undefined && { 'jsonrpc.request.id': String(extra.requestId) }),
        },
        ...(isRemote && ambient && { links: [{ context: ambient }] }),
      },
      parent,
    );
    const operation = this.#operation('server', request, span);
    return {
      ...settling(outcomes(operation)),
      run: (act) => context.with(trace.setSpan(parent, span), act),
    };
  }

  #operation(side: 'client' | 'server', { method }: Message, span: Span): Operation {
    const began = performance.now();
    return new Operation(span, ({ failure }) =>
      this.durations[side].record((performance.now() - began) / 1000, {
        'mcp.method.name': String(method),
        ...(failure !== undefined && { 'error.type': failure }),
      }),
    );
  }
}

/** How the end of a request is reported; a tool that failed is a result, too. */
const outcomes = (operation: Operation) => ({
  ended: (result: unknown): void =>
    operation.end((result as { isError?: unknown } | undefined)?.isError === true ? { failure: 'tool_error' } : {}),
  failed(error: unknown): void {
    const { code, name } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
    const status = typeof code === 'number' ? String(code) : undefined;
    operation.end({
      failure: status ?? (typeof name === 'string' ? name : '_OTHER'),
      ...(status !== undefined && { attributes: { 'rpc.response.status_code': status } }),
    });
  },
});

const isOfTool = (method: unknown): boolean => method === 'tools/call';

function nameOf({ method, params }: Message): string {
  const target = (isOfTool(method) || method === 'prompts/get') && typeof params?.name === 'string' ? params.name : '';
  return target ? `${String(method)} ${target}` : String(method);
}

function describe({ transport }: Protocol, { method, params }: Message): Attributes {
  const name = typeof params?.name === 'string' ? params.name : undefined;
  const kind = String(transport?.constructor?.name ?? '');
  return {
    'mcp.method.name': String(method),
    ...(isOfTool(method) && { 'gen_ai.operation.name': 'execute_tool', ...(name && { 'gen_ai.tool.name': name }) }),
    ...(method === 'prompts/get' && name && { 'gen_ai.prompt.name': name }),
    ...(typeof params?.uri === 'string' && { 'mcp.resource.uri': params.uri }),
    ...(typeof transport?.sessionId === 'string' && { 'mcp.session.id': transport.sessionId }),
    ...(/Stdio/.test(kind) && { 'network.transport': 'pipe' }),
    ...(/HTTP|SSE/.test(kind) && { 'network.transport': 'tcp', 'network.protocol.name': 'http' }),
  };
}
