import { contextOf, requestOf, type Carrier } from './carrier';
import { fallBackToRequest } from './current';
import { fallBackToTrace } from './storage';

let leave: (() => void) | undefined;

/**
 * Makes the carrier that a process or thread was started with the context of all code that runs in none, until start-up
 * ends.
 */
export function enterStartup(carrier: Carrier): void {
  leaveStartup();
  const undos = [fallBackToRequest(requestOf(carrier)), fallBackToTrace(contextOf(carrier))];
  leave = () => undos.forEach((undo) => undo());
}

/** Ends the start-up: what comes from now on has its own context, or none. */
export function leaveStartup(): void {
  leave?.();
  leave = undefined;
}

/** Whether this process or thread still runs in the context that it was started with. */
export const inStartup = (): boolean => leave !== undefined;
