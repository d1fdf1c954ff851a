/** What an endpoint said to an export request. */
export interface Reply {
  /** A gRPC status (0 to 16), or an HTTP one (100 and above). */
  readonly code: number;
  readonly message: string;
  /** What shows that the answer is none of an OTLP receiver, although its status is a success. */
  readonly foreign?: string;
  /** The response's date header. */
  readonly date?: string;
  /** From the request to the end of the response. */
  readonly ms: number;
}

/** Nothing was answered in time. */
export class Late extends Error {
  override name = 'Late';
}
