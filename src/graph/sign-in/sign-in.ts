import type { Dispatcher } from "undici";
import type { Clock } from "../../model/clock.ts";
import {
  decodeClaims,
  fixedToken,
  type PermissionKind,
  permissionKind,
  type TokenSource,
  usableToken,
} from "../token.ts";
import { type AppIdentity, type Environment, readAppIdentity, readClientId, readVariable } from "./app-identity.ts";
import type { Attempt } from "./attempt.ts";
import { type Authority, type Cloud, readAuthority } from "./clouds.ts";
import type { CredentialMethod } from "./credential.ts";
import type { SignInMethod } from "./methods.ts";
import { createRenewingSource } from "./renewing-source.ts";
import type { Connections } from "./sending.ts";

/** Everything that signing in needs from outside. */
export interface SignInOptions {
  readonly way: SignInMethod;
  /** The process's own: a managed identity is looked up there by the library itself. */
  readonly environment: Environment;
  readonly cloud: Cloud;
  /** What the token is for; left out: Graph. */
  readonly scope?: string;
  /** For what is outside of this machine: the way through proxies. */
  readonly dispatcher: Dispatcher;
  /** For loopback and link-local addresses, which no proxy may see. */
  readonly directDispatcher: Dispatcher;
  readonly clock: Clock;
  /** The text of a file; rejects with the system's error. */
  readonly readFile: (path: string) => Promise<string>;
  /** A line for the person at the terminal; never a secret. */
  readonly say: (line: string) => void;
  /** For one request; 30 s unless said otherwise. */
  readonly timeoutMs?: number;
}

/** Who signs in, and how; fit to be shown. */
interface SignInDescription {
  readonly way: SignInMethod;
  /** Null where only the token itself could tell. */
  readonly permissions: PermissionKind | null;
  /** As set, or as the ready token says; null where unknown. */
  readonly tenant: string | null;
  readonly clientId: string | null;
  /** All of it in one line. */
  readonly line: string;
}

/** A source of tokens that can say where they come from. */
export interface SignedIn extends TokenSource {
  readonly describe: SignInDescription;
}

const TIMEOUT_MS = 30_000;

/**
 * A token source for the way that `chooseSignInMethod` took. Nothing is sent before the first token is asked for.
 * @throws UsageError for a variable that cannot be used
 * @throws SignInError `token-unusable`
 */
export function signIn(options: SignInOptions): SignedIn {
  switch (options.way) {
    case "token":
      return readyToken(options);
    case "managed-identity":
      return managedIdentity(options);
    case "device-code":
      return person(options);
    case "workload-identity":
    case "github":
    case "certificate":
    case "client-secret":
      return application(options, options.way);
  }
}

function readyToken({ environment, clock, say }: SignInOptions): SignedIn {
  const token = usableToken(readVariable(environment, "TRUEUP_ACCESS_TOKEN") ?? "");
  const claims = decodeClaims(token);
  const endsAt = claims?.expiresAt ?? null;
  if (endsAt !== null && endsAt <= clock.now()) say("TRUEUP_ACCESS_TOKEN seems to have expired");
  return {
    ...fixedToken(token),
    describe: {
      way: "token",
      permissions: permissionKind(claims),
      tenant: claims?.tenantId ?? null,
      clientId: null,
      line: "using the access token of TRUEUP_ACCESS_TOKEN as it is",
    },
  };
}

/** What every attempt at an authority needs. */
interface Asked {
  readonly authority: Authority;
  readonly identity: AppIdentity;
  readonly scope: string;
  readonly clock: Clock;
  readonly connections: Connections;
}

function atAuthority(
  options: SignInOptions,
  permissions: PermissionKind,
  who: "as" | "through",
  attempt: (asked: Asked) => Promise<Attempt>,
): SignedIn {
  const { way, environment, cloud, scope = cloud.scope, clock } = options;
  const identity = readAppIdentity(environment);
  const authority = readAuthority(environment, cloud);
  const asked = { authority, identity, scope, clock, connections: connectionsOf(options) };
  const { tenant, clientId } = identity;
  const line = `signing in with ${way} ${who} app ${clientId} of tenant ${tenant}, at ${authority.host}`;
  return renewing(options, () => attempt(asked), { way, permissions, tenant, clientId, line });
}

function application(options: SignInOptions, way: CredentialMethod): SignedIn {
  const { environment, readFile } = options;
  return atAuthority(options, "application", "as", async (asked) => {
    const { attemptAsApplication } = await import("./application.ts");
    return attemptAsApplication({ ...asked, way, environment, readFile });
  });
}

function managedIdentity(options: SignInOptions): SignedIn {
  const { environment, cloud, scope = cloud.scope, clock } = options;
  const clientId = readClientId(environment);
  const connections = connectionsOf(options);
  const attempt = async () => {
    const { attemptAsManagedIdentity } = await import("./managed-identity.ts");
    return attemptAsManagedIdentity({ clientId, scope, connections, clock });
  };
  const which = clientId === null ? "the system-assigned identity of this machine" : `identity ${clientId}`;
  return renewing(options, attempt, {
    way: "managed-identity",
    permissions: "application",
    tenant: null,
    clientId,
    line: `signing in with managed-identity as ${which}`,
  });
}

function person(options: SignInOptions): SignedIn {
  let next: (() => Promise<Attempt>) | null = null;
  return atAuthority(options, "delegated", "through", async (asked) => {
    const { createPersonAttempts } = await import("./device-code.ts");
    next ??= createPersonAttempts({ ...asked, say: options.say });
    return next();
  });
}

function renewing(options: SignInOptions, attempt: () => Promise<Attempt>, describe: SignInDescription): SignedIn {
  return { ...createRenewingSource({ attempt, clock: options.clock, say: options.say }), describe };
}

function connectionsOf({ dispatcher, directDispatcher, timeoutMs = TIMEOUT_MS }: SignInOptions): Connections {
  return { outside: dispatcher, direct: directDispatcher, timeoutMs };
}
