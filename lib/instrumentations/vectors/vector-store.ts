import { context, createContextKey } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import { DatabaseInstrumentation, failure, rows, type Query } from '../databases/database';
import { follow, settling, type Begin } from '../shape/calls';

/** Within a call: what the client asks for on the way is a part of it. */
const IN_CALL = createContextKey('firstlight: within a call of a vector store');

/** How calls of a client are described. */
interface Description {
  /** What a call asks for, beside its operation. */
  of(self: any, args: any): Query;
  /** How many items an answer has. */
  found?(result: any): number | undefined;
}

/** A client of a vector store: a span a call, with the collection, the operation and the number of results. */
export abstract class VectorStoreInstrumentation extends DatabaseInstrumentation {
  /** Follows methods of a class that return promises. */
  protected followMethods(prototype: object | undefined, methods: readonly string[], it: Description): void {
    for (const operation of methods) follow(prototype, operation, this.calls(operation, it));
  }

  /** Follows calls that return promises. */
  protected calls(operation: string, { of, found }: Description): Begin {
    return (self, args) => {
      if (context.active().getValue(IN_CALL) === true) return undefined;
      const begun = this.begin({ ...attempt(() => of(self, args)), operation });
      return (
        begun && {
          ...settling({
            ended: (result) => begun.end(rows(attempt(() => found?.(result)))),
            failed: (error) => begun.end(failure(error)),
          }),
          run: (act) => begun.run(() => context.with(context.active().setValue(IN_CALL, true), act)),
        }
      );
    };
  }
}

/** The length of a list; of lists of lists, of all of them. */
export function countOf(list: unknown): number | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.every(Array.isArray) ? list.reduce((sum: number, each: unknown[]) => sum + each.length, 0) : list.length;
}

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Where a server is, by its address. */
export function placeOf(address: unknown): Query {
  if (typeof address !== 'string' || address === '') return {};
  const url = attempt(() => new URL(address.includes('://') ? address : `https://${address}`));
  if (!url) return {};
  return { address: url.hostname, port: Number(url.port) || (url.protocol === 'http:' ? 80 : 443) };
}
