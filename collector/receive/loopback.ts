// The collector is for this machine only: it binds to loopback, and it refuses web pages that reach it under a foreign
// name.
import { isLoopback } from '../../lib/loopback';

/**
 * Whether a Host header names this machine. A page of evil.example whose DNS answer changed to 127.0.0.1 (DNS
 * rebinding) still sends its own name, which is how it is distinguished from a sender on this machine.
 */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  if (header === undefined) return false;
  const name = header.replace(/:\d*$/, '').toLowerCase().replace(/\.$/, '');
  return name.endsWith('.localhost') || isLoopback(name);
}
