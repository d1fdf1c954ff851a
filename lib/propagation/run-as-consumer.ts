import { leaveStartup, runWithCarrier, type Carrier } from '../context';

/**
 * Runs the handler of something that came from elsewhere (a message, a job, a tick) in the context of the code that
 * sent it, and in no other: the context that handlers are called in is that of the code that opened the connection,
 * long ago. With the first delivery, start-up is over.
 */
export function runAsConsumer<T>(carrier: Carrier | undefined, fn: () => T): T {
  leaveStartup();
  return runWithCarrier(carrier, fn);
}
