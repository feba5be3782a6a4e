/** What network trouble means, by the words of the system and of TLS libraries; the first that fits. */
const HINTS: readonly { readonly words: RegExp; readonly hint: string }[] = [
  {
    words: /self.signed certificate|unable to (verify|get (local )?issuer)|certificate chain/i,
    hint: "something on the way (a proxy that inspects TLS?) shows a certificate that Node does not know: set NODE_EXTRA_CA_CERTS to a PEM file with its authority",
  },
  { words: /certificate has expired|CERT_HAS_EXPIRED|not yet valid/i, hint: "check the date and time of this machine" },
  { words: /\b407\b|proxy authentication/i, hint: "the proxy wants a name and password: put them into HTTPS_PROXY" },
  {
    words: /proxy/i,
    hint: "HTTPS_PROXY names a proxy that does not let this through; NO_PROXY lists what goes around it",
  },
  {
    words: /ENOTFOUND|EAI_AGAIN/i,
    hint: "the name cannot be resolved: is there a DNS server, or is HTTPS_PROXY missing?",
  },
  {
    words: /ECONNREFUSED|ECONNRESET|ETIMEDOUT|timed out|EHOSTUNREACH|ENETUNREACH/i,
    hint: "is a firewall in the way, or is HTTPS_PROXY missing or wrong?",
  },
];

/** What to do about a failure of the network; null where its words say nothing of one. */
export function networkHint(message: string): string | null {
  return HINTS.find(({ words }) => words.test(message))?.hint ?? null;
}
