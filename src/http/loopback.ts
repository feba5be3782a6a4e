/** `hostname` as `URL` gives it: numeric forms are already four decimal parts, IPv6 is in brackets. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
