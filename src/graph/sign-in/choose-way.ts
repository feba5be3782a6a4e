import { InternalError, SignInError, UsageError } from "../../errors.ts";
import { type Environment, readVariable } from "./environment.ts";
import { type Way, type WayFacts, WAYS } from "./ways.ts";

/** The way that was taken, and what a person should know about that. */
interface Choice {
  readonly way: Way;
  /** `AZURE_CLIENT_SECRET is set`. */
  readonly because: string;
  /** What else the environment asks for, and why it was not taken; one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Chooses how to sign in: the way that was asked for by name, or the first of `WAYS` that the environment asks for and
 * that has all it needs. A person is asked only at a terminal, and only where nothing else fits.
 * @param options.requested the value of `--auth`; null without it
 * @throws UsageError for a name that is no way
 * @throws SignInError `sign-in-incomplete` or `no-sign-in`, naming the variables
 */
export function chooseWay(
  environment: Environment,
  options: { readonly requested: string | null; readonly isTerminal: boolean },
): Choice {
  if (options.requested !== null) return requestedWay(environment, options.requested);
  const asked = WAYS.filter((way) => askingVariables(environment, way).length > 0);
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
  const way = WAYS.find(({ name }) => name === requested);
  if (way === undefined) {
    const known = WAYS.map(({ name }) => name).join(", ");
    throw new UsageError(`--auth ${JSON.stringify(requested)} is no way to sign in`, `use one of: ${known}`);
  }
  if (missing(environment, way).length > 0) throw incomplete(environment, way, []);
  return { way: way.name, because: `--auth ${way.name} was given`, notes: [] };
}

function wayNamed(name: Way): WayFacts {
  const found = WAYS.find((way) => way.name === name);
  if (found === undefined) throw new InternalError(`the ways to sign in lack ${name}`);
  return found;
}

function askingVariables(environment: Environment, way: WayFacts): readonly string[] {
  return way.askedBy.filter((name) => readVariable(environment, name) !== null).slice(0, 1);
}

function missing(environment: Environment, way: WayFacts): readonly string[] {
  return way.needs.filter((name) => readVariable(environment, name) === null);
}

function listMissing(environment: Environment, way: WayFacts): string {
  const names = missing(environment, way).map((name) =>
    environment[name] === undefined ? name : `${name} (set, but empty)`,
  );
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function notTaken(environment: Environment, way: WayFacts, taken: WayFacts): string {
  const asking = askingVariables(environment, way).join(" and ");
  if (missing(environment, way).length > 0) {
    return `${way.name} was passed over: ${asking} is set, but it also needs ${listMissing(environment, way)}`;
  }
  return `${asking} is set too; ${taken.name} comes first, choose the other with --auth ${way.name}`;
}

function incomplete(environment: Environment, way: WayFacts, others: readonly WayFacts[]): SignInError {
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
