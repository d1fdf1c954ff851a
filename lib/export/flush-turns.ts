/**
 * Makes flushes take turns: one at a time, and those that are asked for meanwhile are one.
 * @param flush Calls `over` when it is done.
 * @returns Asks for one: with the last ticket that it is for, and whether the process ends.
 */
export function createFlushTurns(
  flush: (ticket: number, isLast: boolean, over: () => void) => void,
): (ticket: number, isLast: boolean) => void {
  let isFlushing = false;
  let next = { ticket: 0, isLast: false };
  const ask = (ticket: number, isLast: boolean): void => {
    next = { ticket: Math.max(ticket, next.ticket), isLast: isLast || next.isLast };
    if (isFlushing) return;
    isFlushing = true;
    const now = next;
    next = { ticket: 0, isLast: false };
    flush(now.ticket, now.isLast, () => {
      isFlushing = false;
      if (next.ticket > 0) ask(next.ticket, next.isLast);
    });
  };
  return ask;
}
