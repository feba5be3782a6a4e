import { EnvHttpProxyAgent } from "undici";
import { UsageError } from "../errors.ts";

/**
 * The way outside, through the proxy that the environment of the process names, where it names one.
 * @throws UsageError for an address that no proxy can have; it is not repeated, since it may hold a password
 */
export function openProxied(): EnvHttpProxyAgent {
  try {
    return new EnvHttpProxyAgent({ allowH2: false });
  } catch {
    throw new UsageError(
      "the address of the proxy in HTTPS_PROXY or HTTP_PROXY cannot be used",
      "write it as in HTTPS_PROXY=http://proxy.contoso.com:8080, or take it out",
    );
  }
}
