import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { elapsed } from '../../clock';

/** What this thread has of a trace that was not sampled, from a span without a parent in this thread on. */
export class LocalTrace {
  readonly since = elapsed();
  /** Those that have ended and wait for the decision. */
  spans: ReadableSpan[] = [];
  /** What they hold, about. */
  bytes = 0;
  /** How many have begun and not ended. */
  open = 0;
  isRootEnded = false;
  state: 'undecided' | 'kept' | 'dropped' | 'given up' = 'undecided';

  /**
   * @param isShared Whether other threads have spans of it, too.
   * @param isOwner Whether the trace came to this process by this thread.
   */
  constructor(
    readonly root: ReadableSpan,
    public isShared: boolean,
    readonly isOwner: boolean,
  ) {}

  get traceId(): string {
    return this.root.spanContext().traceId;
  }

  /** How long ago it began, in ms. */
  get age(): number {
    return elapsed() - this.since;
  }

  /** Takes the spans out. */
  take(): ReadableSpan[] {
    const { spans } = this;
    this.spans = [];
    this.bytes = 0;
    return spans;
  }
}
