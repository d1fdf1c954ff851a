// The collector is for this machine only: it binds to loopback, and it refuses web pages that reach it under a foreign
// name.

/** Whether an address to bind to is a loopback address. */
export function isLoopbackAddress(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * Whether a Host header names this machine. A page of evil.example whose DNS answer changed to 127.0.0.1 (DNS
 * rebinding) still sends its own name, which is how it is reported from a sender on this machine.
 */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  if (header === undefined) return false;
  const name = header.replace(/:\d*$/, '').toLowerCase().replace(/\.$/, '');
  return name === '[::1]' || name.endsWith('.localhost') || isLoopbackAddress(name);
}
