import { readFile } from "node:fs/promises";
import type { Dispatcher } from "undici";
import { SignInError } from "../errors.ts";
import type { GraphRoot } from "../graph/root.ts";
import { chooseWay } from "../graph/sign-in/choose-way.ts";
import { checkRootForSignIn, type Cloud, readCloud, unsupportedIn } from "../graph/sign-in/clouds.ts";
import { type SignedIn, signIn } from "../graph/sign-in/sign-in.ts";
import { decodeClaims, type TokenClaims } from "../graph/token.ts";
import type { Clock } from "../model/clock.ts";
import type { Console } from "./console.ts";

/** The tenant to talk to, and who talks. */
export interface TenantAccess {
  readonly root: GraphRoot;
  readonly cloud: Cloud;
  readonly source: SignedIn;
  /** Null for an opaque token. */
  readonly claims: TokenClaims | null;
}

/** The way to other machines, which may lead through a proxy, and the way to this one. */
export interface Dispatchers {
  readonly outside: Dispatcher;
  readonly direct: Dispatcher;
}

/**
 * Chooses how to sign in, says so on stderr, and gets the first token.
 * @param requested the value of `--auth`; null without it
 * @throws UsageError for an environment that cannot be used
 * @throws SignInError when there is no token, or the cloud does not offer what a run needs
 */
export async function accessTenant(
  console: Pick<Console, "environment" | "notice" | "isInteractive">,
  dispatchers: Dispatchers,
  clock: Clock,
  requested: string | null,
): Promise<TenantAccess> {
  const { environment, notice } = console;
  const { cloud, root } = readCloud(environment);
  const choice = chooseWay(environment, { requested, isTerminal: console.isInteractive });
  if (choice.way !== "token") checkRootForSignIn(root, cloud);
  const source = signIn({
    way: choice.way,
    environment,
    cloud,
    clock,
    dispatcher: dispatchers.outside,
    directDispatcher: dispatchers.direct,
    readFile: (path) => readFile(path, "utf8"),
    say: notice,
  });
  notice(source.describe.line);
  for (const note of choice.notes) notice(`  ${note}`);
  refuseUnsupported(cloud, source.describe.permissions, root);
  const claims = decodeClaims(await source.token());
  if (claims === null && !root.loopback) {
    notice("warning: the token is no JWT, so its tenant and its roles are not known before Graph answers");
  }
  return { root, cloud, source, claims };
}

/** What a cloud does not offer is said before anything is read there. */
function refuseUnsupported(cloud: Cloud, permissions: SignedIn["describe"]["permissions"], root: GraphRoot): void {
  if (root.loopback) return;
  const unsupported = unsupportedIn(cloud, permissions);
  if (unsupported === null) return;
  throw new SignInError(
    unsupported.code,
    `in ${cloud.title} this cannot work: ${unsupported.reason}`,
    `see ${unsupported.source}`,
  );
}
