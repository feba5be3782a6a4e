import { InternalError, SignInError, UsageError } from "../../errors.ts";
import { type Environment, readVariable } from "./app-identity.ts";

/** A way to sign in, by the name that `--auth` takes. */
export type SignInMethod =
  | "token"
  | "workload-identity"
  | "github"
  | "certificate"
  | "client-secret"
  | "managed-identity"
  | "device-code";

/** What chooses a way, and what it cannot do without. */
interface SignInMethodFacts {
  readonly name: SignInMethod;
  readonly title: string;
  /** One of these being set asks for this way. None: it is never chosen for a variable of its own. */
  readonly askedBy: readonly string[];
  readonly needs: readonly string[];
  /** Said when something it needs is missing. */
  readonly hint: string;
}

const APPLICATION = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"];

/**
 * All ways, in the order in which they are tried. The names are those of the Azure SDKs:
 * https://learn.microsoft.com/javascript/api/overview/azure/identity-readme#environment-variables
 */
export const SIGN_IN_METHODS: readonly SignInMethodFacts[] = [
  {
    name: "token",
    title: "a ready access token",
    askedBy: ["TRUEUP_ACCESS_TOKEN"],
    needs: ["TRUEUP_ACCESS_TOKEN"],
    hint: "set TRUEUP_ACCESS_TOKEN to a bearer token for Microsoft Graph",
  },
  {
    name: "workload-identity",
    title: "workload identity, a token in a file",
    askedBy: ["AZURE_FEDERATED_TOKEN_FILE"],
    needs: [...APPLICATION, "AZURE_FEDERATED_TOKEN_FILE"],
    hint: "in AKS these are set in pods labelled azure.workload.identity/use whose service account has the azure.workload.identity/client-id annotation",
  },
  {
    name: "github",
    title: "GitHub Actions, without a secret",
    askedBy: ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    needs: [...APPLICATION, "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    hint: "GitHub sets the ACTIONS_… variables in jobs with `permissions: id-token: write`; pass the other two as env",
  },
  {
    name: "certificate",
    title: "a certificate",
    askedBy: ["AZURE_CLIENT_CERTIFICATE_PATH"],
    needs: [...APPLICATION, "AZURE_CLIENT_CERTIFICATE_PATH"],
    hint: "AZURE_CLIENT_CERTIFICATE_PATH names a PEM file with the certificate and its private key",
  },
  {
    name: "client-secret",
    title: "a client secret",
    askedBy: ["AZURE_CLIENT_SECRET"],
    needs: [...APPLICATION, "AZURE_CLIENT_SECRET"],
    hint: "both ids are on the overview page of the app registration in Microsoft Entra",
  },
  {
    name: "managed-identity",
    title: "the managed identity of this machine",
    askedBy: ["IDENTITY_ENDPOINT", "MSI_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST"],
    needs: [],
    hint: "",
  },
  {
    name: "device-code",
    title: "a person, with a code in the browser",
    askedBy: [],
    needs: APPLICATION,
    hint: "the app registration must allow public client flows",
  },
];

/** The way that was taken, and what a person should know about that. */
interface Choice {
  readonly way: SignInMethod;
  /** `AZURE_CLIENT_SECRET is set`. */
  readonly because: string;
  /** What else the environment asks for, and why it was not taken; one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Chooses how to sign in: the way that was asked for by name, or the first of `SIGN_IN_METHODS` that the environment asks for and
 * that has all it needs. A person is asked only at a terminal, and only where nothing else fits.
 * @param options.requested the value of `--auth`; null without it
 * @throws UsageError for a name that is no way
 * @throws SignInError `sign-in-incomplete` or `no-sign-in`, naming the variables
 */
export function chooseSignInMethod(
  environment: Environment,
  options: { readonly requested: string | null; readonly isTerminal: boolean },
): Choice {
  if (options.requested !== null) return requestedWay(environment, options.requested);
  const asked = SIGN_IN_METHODS.filter((way) => askingVariables(environment, way).length > 0);
  const taken = asked.find((way) => missing(environment, way).length === 0);
  if (taken !== undefined) {
    return {
      way: taken.name,
      because: `${askingVariables(environment, taken).join(" and ")} is set`,
      notes: asked.filter((way) => way !== taken).map((way) => notTaken(environment, way, taken)),
    };
  }
  const person = wayNamed("device-code");
  if (options.isTerminal && missing(environment, person).length === 0) {
    return {
      way: "device-code",
      because: "nothing else is set, and this is a terminal",
      notes: asked.map((way) => notTaken(environment, way, person)),
    };
  }
  const [first, ...others] = asked;
  if (first === undefined) throw nothingSet(environment);
  throw incomplete(environment, first, others);
}

function requestedWay(environment: Environment, requested: string): Choice {
  const way = SIGN_IN_METHODS.find(({ name }) => name === requested);
  if (way === undefined) {
    const known = SIGN_IN_METHODS.map(({ name }) => name).join(", ");
    throw new UsageError(`--auth ${JSON.stringify(requested)} is no way to sign in`, `use one of: ${known}`);
  }
  if (missing(environment, way).length > 0) throw incomplete(environment, way, []);
  return { way: way.name, because: `--auth ${way.name} was given`, notes: [] };
}

function wayNamed(name: SignInMethod): SignInMethodFacts {
  const found = SIGN_IN_METHODS.find((way) => way.name === name);
  if (found === undefined) throw new InternalError(`the ways to sign in lack ${name}`);
  return found;
}

function askingVariables(environment: Environment, way: SignInMethodFacts): readonly string[] {
  return way.askedBy.filter((name) => readVariable(environment, name) !== null).slice(0, 1);
}

function missing(environment: Environment, way: SignInMethodFacts): readonly string[] {
  return way.needs.filter((name) => readVariable(environment, name) === null);
}

function listMissing(environment: Environment, way: SignInMethodFacts): string {
  const names = missing(environment, way).map((name) =>
    environment[name] === undefined ? name : `${name} (set, but empty)`,
  );
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function notTaken(environment: Environment, way: SignInMethodFacts, taken: SignInMethodFacts): string {
  const asking = askingVariables(environment, way).join(" and ");
  if (missing(environment, way).length > 0) {
    return `${way.name} was passed over: ${asking} is set, but it also needs ${listMissing(environment, way)}`;
  }
  return `${asking} is set too; ${taken.name} comes first, choose the other with --auth ${way.name}`;
}

function incomplete(
  environment: Environment,
  way: SignInMethodFacts,
  others: readonly SignInMethodFacts[],
): SignInError {
  const also = others.map((other) => `; ${other.name} lacks ${listMissing(environment, other)}`).join("");
  return new SignInError(
    "sign-in-incomplete",
    `signing in with ${way.name} needs ${listMissing(environment, way)}${also}`,
    way.hint,
  );
}

function nothingSet(environment: Environment): SignInError {
  const half = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"].filter((name) => readVariable(environment, name) !== null);
  const said =
    half.length === 0 ? "" : `; ${half.join(" and ")} alone ${half.length === 1 ? "does" : "do"} not say how`;
  return new SignInError(
    "no-sign-in",
    `nothing says how to sign in to Microsoft Graph${said}`,
    "set TRUEUP_ACCESS_TOKEN, or AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or " +
      "AZURE_FEDERATED_TOKEN_FILE; or use --auth managed-identity or --auth device-code. To try without a tenant, run: trueup demo",
  );
}
