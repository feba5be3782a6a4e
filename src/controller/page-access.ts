import { UsageError } from "../errors.ts";
import type { Surroundings } from "../session/tenant.ts";
import type { ProxySignIn } from "./http.ts";
import { secretIn } from "./notifications.ts";
import type { ControllerSettings } from "./settings.ts";

/** How people reach a page, and who of them sees it. */
interface PageAccess {
  readonly publicHost: string | null;
  readonly basePath: string;
  readonly signIn: ProxySignIn | null;
}

/**
 * What flags and environment say of a proxy before the page.
 * @throws UsageError for a secret that nobody would ask for
 */
export function pageAccess(
  { publicUrl, pageUserHeader }: Pick<ControllerSettings, "publicUrl" | "pageUserHeader">,
  environment: Surroundings["environment"],
): PageAccess {
  const secret = secretIn(environment, "TRUEUP_PAGE_PROXY_SECRET");
  if (secret !== "" && pageUserHeader === undefined)
    throw new UsageError(
      "TRUEUP_PAGE_PROXY_SECRET is set, and without --page-user-header the page asks nobody for it",
      "name the header in which the proxy names the person, such as --page-user-header X-Forwarded-Email",
    );
  const url = publicUrl === undefined ? null : new URL(publicUrl);
  return {
    publicHost: url?.hostname ?? null,
    basePath: url?.pathname ?? "/",
    signIn: pageUserHeader === undefined ? null : { userHeader: pageUserHeader, secret: secret === "" ? null : secret },
  };
}
