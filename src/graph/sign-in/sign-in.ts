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
import { type Environment, readAppIdentity, readClientId, readVariable } from "./app-identity.ts";
import type { Attempt } from "./attempt.ts";
import { type Cloud, readAuthority } from "./clouds.ts";
import type { SignInMethod } from "./methods.ts";
import { createRenewingSource } from "./renewing-source.ts";
import type { Connections } from "./sending.ts";

/** Everything that signing in needs from outside. */
export interface SignInOptions {
  readonly way: SignInMethod;
  /** The process's own: a managed identity is looked up there by the library itself. */
  readonly environment: Environment;
  readonly cloud: Cloud;
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
  /** Host that gives the token; null where none is asked, or the machine itself. */
  readonly authority: string | null;
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
      authority: null,
      line: "using the access token of TRUEUP_ACCESS_TOKEN as it is",
    },
  };
}

function application(
  options: SignInOptions,
  way: Exclude<SignInMethod, "token" | "managed-identity" | "device-code">,
): SignedIn {
  const { environment, cloud, clock, readFile } = options;
  const identity = readAppIdentity(environment);
  const authority = readAuthority(environment, cloud);
  const connections = connectionsOf(options);
  const attempt = async () => {
    const { attemptAsApplication } = await import("./application.ts");
    return attemptAsApplication({
      way,
      environment,
      authority,
      identity,
      scope: cloud.scope,
      clock,
      readFile,
      connections,
    });
  };
  const { tenant, clientId } = identity;
  return renewing(options, attempt, {
    way,
    permissions: "application",
    tenant,
    clientId,
    authority: authority.host,
    line: `signing in with ${way} as app ${clientId} of tenant ${tenant}, at ${authority.host}`,
  });
}

function managedIdentity(options: SignInOptions): SignedIn {
  const { environment, cloud, clock } = options;
  const clientId = readClientId(environment);
  const connections = connectionsOf(options);
  const attempt = async () => {
    const { attemptAsManagedIdentity } = await import("./managed-identity.ts");
    return attemptAsManagedIdentity({ clientId, scope: cloud.scope, connections, clock });
  };
  const which = clientId === null ? "the system-assigned identity of this machine" : `identity ${clientId}`;
  return renewing(options, attempt, {
    way: "managed-identity",
    permissions: "application",
    tenant: null,
    clientId,
    authority: null,
    line: `signing in with managed-identity as ${which}`,
  });
}

function person(options: SignInOptions): SignedIn {
  const { environment, cloud, clock, say } = options;
  const identity = readAppIdentity(environment);
  const authority = readAuthority(environment, cloud);
  const connections = connectionsOf(options);
  let next: (() => Promise<Attempt>) | null = null;
  const attempt = async () => {
    const { createPersonAttempts } = await import("./device-code.ts");
    next ??= createPersonAttempts({ authority, identity, scope: cloud.scope, connections, clock, say });
    return next();
  };
  const { tenant, clientId } = identity;
  return renewing(options, attempt, {
    way: "device-code",
    permissions: "delegated",
    tenant,
    clientId,
    authority: authority.host,
    line: `signing in with device-code through app ${clientId} of tenant ${tenant}, at ${authority.host}`,
  });
}

function renewing(options: SignInOptions, attempt: () => Promise<Attempt>, describe: SignInDescription): SignedIn {
  return { ...createRenewingSource({ attempt, clock: options.clock, say: options.say }), describe };
}

function connectionsOf({ dispatcher, directDispatcher, timeoutMs = TIMEOUT_MS }: SignInOptions): Connections {
  return { outside: dispatcher, direct: directDispatcher, timeoutMs };
}
