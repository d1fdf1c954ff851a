/** Whether a host, as it stands in a URL or in a list of addresses, is this machine by itself. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
