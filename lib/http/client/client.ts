import type * as Http from 'node:http';
import { attempt } from '../../attempt';
import { ClientCall, type Recorder } from './client-call';
import type { GivenArguments } from './client-target';
import { headersFor, hasHeader } from './injection';
import { patchMethod } from '../patch';
import { emitWatched, watchOf } from '../server/watch';

type Request = (this: unknown, ...args: unknown[]) => unknown;

/** A request that is being made, from the call of http.request to its return. */
interface Creation {
  readonly given: GivenArguments;
  readonly recorder: Recorder;
  call: ClientCall | undefined;
}

let creating: Creation | undefined;

/**
 * Wraps http.request, http.get or their twins of https. Node.js gets the app's own arguments, as they are, and its
 * answer is the app's; the span begins when Node.js has made a request of them. `http.get` sends its headers before it
 * returns, so does `http.request` with headers in an array: then the span begins with the headers, see below.
 */
export function wrapRequest(recorder: () => Recorder | undefined): (original: Request) => Request {
  return (original) => {
    function traced(this: unknown, ...args: unknown[]): unknown {
      const current = recorder();
      if (current === undefined) return original.apply(this, args);
      const outer = creating;
      const creation: Creation = (creating = { given: args, recorder: current, call: undefined });
      let made: unknown;
      try {
        made = original.apply(this, args);
      } finally {
        // No `catch`: an error that is thrown again is reported as if it came from here.
        creating = outer;
        if (made === undefined) creation.call?.fail();
      }
      if (creation.call === undefined) attempt(() => begin(made as Http.ClientRequest, creation));
      return made;
    }
    return traced;
  };
}

function begin(request: Http.ClientRequest, creation: Creation, headers?: unknown): ClientCall | undefined {
  const { ClientRequest } = require('node:http') as typeof Http;
  if (!(request instanceof ClientRequest)) return undefined;
  return (creation.call = new ClientCall(creation.recorder, request, creation.given, headers));
}

/**
 * Lets client requests send the trace context, and report their outcome to their span. The headers are put behind the
 * request line when Node.js writes it: that way they go out with every form of headers that Node.js knows, and nothing
 * is written to an object of the app's. Events are heard in `emit`, so that the app sees no listener of ours.
 */
export function patchClientRequests({ ClientRequest }: typeof Http): () => void {
  const prototype = ClientRequest.prototype as object;
  const undos = [
    patchMethod(
      prototype,
      '_storeHeader',
      (original) =>
        function (this: Http.ClientRequest, ...args) {
          const lines = attempt(() => contextLines(this, args[1]));
          if (lines && typeof args[0] === 'string') args[0] += lines;
          return original.apply(this, args);
        },
    ),
    patchMethod(
      prototype,
      'emit',
      (original) =>
        function (this: object, ...args) {
          const watch = watchOf(this);
          return watch === undefined ? original.apply(this, args) : emitWatched(watch, this, args, original);
        },
    ),
  ];
  return () => {
    for (const undo of undos) undo();
  };
}

/** The lines that carry the context of a request; none of what the app has set itself. */
function contextLines(request: Http.ClientRequest, headers: unknown): string {
  let call = watchOf(request) as ClientCall | undefined;
  if (call === undefined && creating !== undefined && creating.call === undefined)
    call = begin(request, creating, headers);
  if (!(call instanceof ClientCall)) return '';
  return headersFor(call.outgoing, (name) => hasHeader(request, headers, name))
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}
