import { GraphError, messageOf, SignInError, UsageError } from "../errors.ts";
import { type HubAddress, hubIn } from "../events/hub-address.ts";
import type { Graph } from "../graph/client.ts";
import {
  ACCOUNT_TYPES_ROLE,
  excessPermissions,
  heldPermissions,
  mayShowAccountTypes,
  maySubscribe,
  missingNeeds,
  needsOf,
  provesAbsence,
} from "../graph/permissions.ts";
import { type Cloud, unsupportedIn } from "../graph/sign-in/clouds.ts";
import { whatWasMeant } from "./near-app.ts";
import { permissionKind, type TokenClaims } from "../graph/token.ts";
import type { App, Uses } from "../model/desired.ts";
import type { Check } from "../report/doctor.ts";

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
function networkHint(message: string): string | null {
  return HINTS.find(({ words }) => words.test(message))?.hint ?? null;
}

/** What the roles come to, for a desired state. */
interface RoleFindings {
  /** Null where the token does not name its permissions. */
  readonly roles: {
    readonly held: readonly string[];
    readonly missing: readonly string[];
    readonly excess: readonly string[];
  } | null;
  readonly checks: readonly Check[];
}

/** Holds the token's permissions against what a desired state needs: for plan, for apply, and for consent. */
export function diagnoseRoles(claims: TokenClaims | null, uses: Uses, cloud: Cloud): RoleFindings {
  const kind = permissionKind(claims);
  const [unsupported, ofPerson] = [unsupportedIn(cloud, kind), kind === "delegated"];
  const held = heldPermissions(claims);
  if (held === null) {
    const detail = "the token does not name its permissions, so only what Graph answers below can tell";
    return {
      roles: null,
      checks: [check("roles", "permissions", "warning", detail), ...cloudChecks(unsupported, cloud)],
    };
  }
  const mode = uses.consent ? "apply-with-consent" : "apply";
  const forPlan = missingNeeds(held, needsOf("plan", uses));
  const forApply = missingNeeds(held, needsOf(mode, uses)).filter((need) => !forPlan.includes(need));
  const lacking = (needs: typeof forPlan): string =>
    needs.map(({ what, least }) => `to ${what}: ${least.name}`).join("; ");
  const hint = "trueup doctor --print-roles shows how to grant them; a new token is needed then";
  const { needless, wide } = excessPermissions(held, mode, uses);
  const isReady = unsupported === null && !ofPerson;
  const allHeld = uses.consent ? "all are held, consent included" : "all are held; this desired state needs no consent";
  return {
    roles: { held, missing: [...forPlan, ...forApply].map(({ least }) => least.name), excess: needless },
    checks: [
      forPlan.length === 0
        ? check("roles-plan", "permissions to plan", isReady ? "ok" : "warning", isReady ? "all are held" : NAMED)
        : check("roles-plan", "permissions to plan", "failed", `missing ${lacking(forPlan)}`, hint),
      forApply.length === 0
        ? check("roles-apply", "permissions to apply", isReady ? "ok" : "warning", isReady ? allHeld : NAMED)
        : check(
            "roles-apply",
            "permissions to apply",
            "warning",
            `plan works, apply does not: missing ${lacking(forApply)}`,
            hint,
          ),
      ...cloudChecks(unsupported, cloud),
      ...(ofPerson ? [OF_PERSON] : []),
      ...(provesAbsence(claims) ? [] : [NARROW]),
      ...(uses.everyone && !mayShowAccountTypes(claims) ? [UNTOLD_TYPES] : []),
      ...(wide.length === 0
        ? []
        : [
            check(
              "roles-wide",
              "permissions wider than needed",
              "ok",
              `needed, since nothing narrower is held: ${wide.join(", ")}`,
              "to narrow them, grant what trueup doctor --print-roles lists first, and take these away then",
            ),
          ]),
      ...(needless.length === 0
        ? []
        : [
            check(
              "roles-excess",
              "permissions beyond need",
              "warning",
              `held, and not needed for this desired state: ${needless.join(", ")}`,
              "take away what nothing else needs",
            ),
          ]),
    ],
  };
}

/** Tries what a run needs of Graph: the directory, the catalog, one list of installations, the tenant's switch. */
export async function diagnoseReach(
  graph: Graph,
  apps: readonly App[],
  claims: TokenClaims | null,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  let userId: string | null = null;
  checks.push(
    await attempt("directory", "the directory", async () => {
      for await (const users of graph.directory.readAllUsers()) {
        userId = users[0]?.id ?? null;
        break;
      }
      return userId === null ? "answers, and shows no user" : "answers";
    }),
  );
  for (const app of apps) checks.push(await catalogCheck(graph, app));
  const someUser: string | null = userId;
  checks.push(
    someUser === null
      ? check("installations", "a list of installations", "skipped", "there is no user to read it for")
      : await attempt("installations", "a list of installations", async () => {
          const { installations } = await graph.installations.readInstallations(someUser);
          return `answers, for one user with ${counted(installations.length, "app")}`;
        }),
  );
  checks.push(await switchCheck(graph, claims));
  return checks;
}

/** Tries to follow the directory by its changes. A run that cannot reads it in full, so nothing fails for want of it. */
export async function diagnoseChanges(graph: Graph, uses: Uses): Promise<Check> {
  const tried = await attempt("directory-changes", "what changes in the directory", async () => {
    await graph.probeChanges(uses.groups);
    return "can be followed, by runs with a store";
  });
  if (tried.state === "ok") return tried;
  const detail = `cannot be followed, so that each run reads users and groups in full: ${tried.detail}`;
  return { ...tried, state: "warning", detail };
}

/** What the subscriptions come to where the environment asks for them. */
export async function diagnoseEvents(
  graph: {
    readonly subscriptions: Pick<Graph["subscriptions"], "list">;
    readonly catalog: Pick<Graph["catalog"], "readApp">;
  },
  apps: readonly App[],
  claims: TokenClaims | null,
  countParts: (hub: HubAddress) => Promise<number>,
): Promise<readonly Check[]> {
  const [code, title] = ["events", "change notifications"] as const;
  if (!maySubscribe(claims)) {
    const detail = "this token may not subscribe: that takes an application that reads what everybody has installed";
    return [check(code, title, "warning", detail, "TeamsAppInstallation.ReadForUser.All is the least that does")];
  }
  let urls: ReadonlySet<string> = new Set();
  const checks = [
    await attempt(code, title, async () => {
      const listed = await graph.subscriptions.list();
      const told = new Set(listed.map(({ appId }) => appId));
      urls = new Set(listed.flatMap(({ appId, notificationUrl }) => (appId === null ? [] : [notificationUrl])));
      const entries = await Promise.all(apps.map(({ identity }) => graph.catalog.readApp(identity)));
      const ids = entries.flatMap((entry) => (entry.state === "found" ? [entry.id.toLowerCase()] : []));
      const missing = ids.filter((id) => !told.has(id)).length;
      if (missing === 0) return `are told of ${counted(ids.length, "app")}`;
      const hint = "trueup run --events-url subscribes by itself; trueup events status shows more";
      return check(code, title, "warning", `are not told of ${counted(missing, "app")} of ${ids.length}`, hint);
    }),
  ];
  const hubs = [...urls].map(hubIn).filter((hub) => hub !== null);
  return [...checks, ...(await Promise.all(hubs.map((hub) => hubCheck(hub, countParts))))];
}

async function hubCheck(hub: HubAddress, countParts: (hub: HubAddress) => Promise<number>): Promise<Check> {
  const [code, title] = ["event-hub", `event hub ${hub.hub} of ${hub.host}`] as const;
  try {
    return check(code, title, "ok", `answers, with ${counted(await countParts(hub), "partition")}`);
  } catch (error) {
    const hint = "trueup doctor --print-roles names the two roles that it takes in Azure";
    return check(code, title, "warning", `cannot be read: ${messageOf(error)}`, networkHint(messageOf(error)) ?? hint);
  }
}

/** What ended a sign-in before anything could be looked at. */
export function signInFailure(error: unknown): Check | null {
  if (!(error instanceof SignInError) && !(error instanceof UsageError) && !(error instanceof GraphError)) return null;
  const hint = "hint" in error ? error.hint : null;
  return check("sign-in", "sign-in", "failed", error.message, networkHint(error.message) ?? hint);
}

/** One check. */
export function check(
  code: string,
  title: string,
  state: Check["state"],
  detail: string,
  hint: string | null = null,
): Check {
  return { code, title, state, detail, hint };
}

const NAMED = "all are named by the token, which does not say that they are enough";

const OF_PERSON = check(
  "roles-delegated",
  "permissions of a person",
  "warning",
  "the token speaks for a person, and the documentation does not say whether a person may see or change what other people have installed",
  "sign in as an application, where the cloud offers that",
);

function cloudChecks(unsupported: ReturnType<typeof unsupportedIn>, { title }: Cloud): readonly Check[] {
  if (unsupported === null) return [];
  const { reason, source } = unsupported;
  return [check("cloud", "the cloud", "warning", `in ${title} this cannot work: ${reason}`, `see ${source}`)];
}

/** `everyone` then reaches rooms too. */
const UNTOLD_TYPES = check(
  "roles-account-types",
  "rooms and shared devices",
  "warning",
  "not told from people, so that everyone reaches them too",
  `${ACCOUNT_TYPES_ROLE} tells them apart`,
);

const NARROW = check(
  "roles-narrow",
  "permissions for some apps only",
  "warning",
  "under a …Self… or …Selected… permission lists show some apps only, so that an app that is not listed proves nothing: nobody is installed anything",
  "TeamsAppInstallation.ReadForUser.All shows every app",
);

async function catalogCheck(graph: Graph, app: App): Promise<Check> {
  const title = `the app catalog, for ${app.name}`;
  return attempt("catalog", title, async () => {
    const entry = await graph.catalog.readApp(app.identity);
    switch (entry.state) {
      case "found":
        return `answers, with ${counted(entry.definitions.length, "version")}`;
      case "unreadable":
        throw new GraphError(entry.detail, { code: "unreadable", scope: "target" });
      case "not-in-catalog":
      case "wrong-field":
        return check(
          "catalog",
          title,
          entry.state === "wrong-field" ? "failed" : "warning",
          "answers, and does not show the app",
          (await whatWasMeant(app, entry, graph.inventory)) ??
            "compare the id with the Teams admin center; a new app may take 24 to 48 hours to show",
        );
      case "ambiguous":
        return `answers, with ${entry.ids.length} entries for one manifest id`;
    }
  });
}

async function switchCheck(graph: Graph, claims: TokenClaims | null): Promise<Check> {
  const title = "the tenant's switch for consent in personal scope";
  if (claims?.scopes == null) {
    const detail =
      "can be read with delegated permission only (TeamworkAppSettings.Read.All), and this is an application's token";
    return check("consent-switch", title, "skipped", detail, "a Teams administrator sees it in the Teams admin center");
  }
  try {
    const isOn = await graph.readConsentSwitch();
    if (isOn === null) return check("consent-switch", title, "skipped", "the answer does not say");
    if (isOn) return check("consent-switch", title, "ok", "on");
    const detail = "off: no app that requires permissions can be installed in personal scope";
    return check("consent-switch", title, "failed", detail, "a Teams administrator can switch it on");
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return check("consent-switch", title, "skipped", `could not be read: ${error.message}`);
  }
}

async function attempt(code: string, title: string, work: () => Promise<string | Check>): Promise<Check> {
  try {
    const found = await work();
    return typeof found === "string" ? check(code, title, "ok", found) : found;
  } catch (error) {
    if (!(error instanceof GraphError) && !(error instanceof SignInError)) throw error;
    return check(code, title, "failed", error.message, networkHint(error.message));
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
