import { type Attributes, type Span, SpanKind } from '@opentelemetry/api';
import { currentExchange } from '../server/exchange';
import { patchMethod } from '../patch';

/** Next.js' own pages, for what it does not find and for errors: no route of the app begins like this. */
const OWN_PAGE = /^\/_/;

/**
 * Takes the route of a request from the spans that Next.js makes while it serves it
 * (https://nextjs.org/docs/app/guides/open-telemetry). Next.js itself sets it on the server span when that has ended
 * already, in some of its ways to serve:
 * https://github.com/vercel/next.js/issues/96752
 * Its own span of the request becomes an internal one.
 * @param span one that has just begun.
 */
export function recordNextRoute(span: { readonly attributes: Attributes; readonly kind?: SpanKind }): void {
  const { attributes } = span;
  const type = attributes['next.span_type'];
  if (type === undefined) return;
  const exchange = currentExchange();
  if (exchange === undefined) return;
  const route = attributes['next.route'];
  // The first is the request's; later ones may be those of an error page.
  if (typeof route === 'string' && exchange.record.route === undefined && !OWN_PAGE.test(route))
    exchange.setRoute(route);
  if (type !== 'BaseServer.handleRequest' || exchange.span === undefined) return;
  allowLateAttributes(exchange.span);
  // A request has one server span: ours, which this one is below.
  if (span.kind === SpanKind.SERVER) (span as { kind: SpanKind }).kind = SpanKind.INTERNAL;
}

/**
 * OpenTelemetry warns of each attribute that comes after the end, which with Next.js is once a request:
 * https://github.com/vercel/next.js/issues/91655
 */
function allowLateAttributes(span: Span): void {
  for (const name of ['setAttribute', 'updateName']) {
    patchMethod(
      span,
      name,
      (original) =>
        function (this: Span, ...args) {
          return this.isRecording() ? (original.apply(this, args) as Span) : this;
        },
    );
  }
}
