import { eventsSecretIn } from "../../controller/event-settings.ts";
import { DEFAULT_RATE_SHARE } from "../../graph/limits.ts";
import { leastRoles } from "../../graph/permissions.ts";
import { isoTime } from "../../model/clock.ts";
import type { Uses } from "../../model/desired.ts";
import {
  type Check,
  type Diagnosis,
  diagnosisJson,
  isHealthy,
  renderDiagnosis,
  renderRoleGrants,
} from "../../report/doctor.ts";
import { type StateSummary, summarizeState } from "../../session/desired-state.ts";
import {
  check,
  diagnoseChanges,
  diagnoseEvents,
  diagnoseReach,
  diagnoseRoles,
  signInFailure,
} from "../../session/doctor-checks.ts";
import { partsOf } from "../../session/hub.ts";
import { systemClock } from "../../session/system-clock.ts";
import { openTenant, type Tenant } from "../../session/tenant.ts";
import type { Console } from "../console.ts";
import { authOption, type Declare, examples, formatOption, PATH } from "../options.ts";

/** The flags of `doctor`. */
export interface DoctorFlags {
  readonly format: "text" | "json";
  readonly auth?: string;
  readonly printRoles: boolean;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument(...PATH)
    .addOption(formatOption("text", "json"))
    .addOption(authOption())
    .option(
      "--print-roles",
      "print the least permissions this desired state needs, and the commands that grant them",
      false,
    )
    .addHelpText("after", examples("trueup doctor teams", "trueup doctor teams --print-roles"))
    .action((path: string, flags: DoctorFlags) => execute((console) => runDoctor(path, flags, console)));
};

/** `trueup doctor`: can this sign-in do what this desired state needs? Writes nothing. */
export async function runDoctor(path: string, flags: DoctorFlags, console: Console): Promise<number> {
  const state = await summarizeState(path);
  const uses = state?.uses ?? EVERYTHING;
  if (flags.printRoles) {
    await console.result(renderRoleGrants(grantsFor(uses), console.environment["AZURE_CLIENT_ID"] ?? null));
    return 0;
  }
  const diagnosis = await diagnose(path, state, uses, flags, console);
  if (flags.format === "json") await console.result([diagnosisJson(diagnosis)]);
  else await console.result(renderDiagnosis(diagnosis, { color: console.resultColor, columns: console.resultColumns }));
  return isHealthy(diagnosis) ? 0 : 1;
}

/** Without a desired state everything that one may use is looked for. */
const EVERYTHING: Uses = { groups: true, everyone: true, consent: true };

async function diagnose(
  path: string,
  state: StateSummary | null,
  uses: Uses,
  flags: DoctorFlags,
  console: Console,
): Promise<Diagnosis> {
  const first =
    state === null
      ? [
          check(
            "desired-state",
            "desired state",
            "warning",
            `there is none at ${path}, so everything one may need is looked for`,
          ),
        ]
      : [];
  let tenant: Tenant;
  try {
    tenant = await openTenant(
      { auth: flags.auth ?? null, limitsScale: 1, rateShare: DEFAULT_RATE_SHARE },
      console,
      systemClock,
    );
  } catch (error) {
    const failure = signInFailure(error);
    if (failure === null) throw error;
    return { ...NOTHING_KNOWN, checks: [...first, failure] };
  }
  try {
    const { access, graph } = tenant;
    const { claims, cloud, root, source } = access;
    const { roles, checks } = diagnoseRoles(claims, uses, cloud);
    const reach = [...(await diagnoseReach(graph, state?.apps ?? [], claims)), await diagnoseChanges(graph, uses)];
    const isHearing = eventsSecretIn(console.environment) !== null;
    const events = isHearing
      ? await diagnoseEvents(graph, state?.apps ?? [], claims, (hub) => partsOf(tenant.access, hub, systemClock))
      : [];
    return {
      tenantId: claims?.tenantId ?? source.describe.tenant,
      identity: claims?.clientId ?? source.describe.clientId,
      signIn: source.describe.way,
      cloud: cloud.title,
      graph: root.url,
      tokenEndsAt: claims?.expiresAt == null ? null : isoTime(claims.expiresAt),
      roles,
      checks: [...first, ...tenantChecks(state, claims?.tenantId ?? null), ...checks, ...reach, ...events],
    };
  } finally {
    await tenant.close();
  }
}

const NOTHING_KNOWN: Omit<Diagnosis, "checks"> = {
  tenantId: null,
  identity: null,
  signIn: null,
  cloud: null,
  graph: null,
  tokenEndsAt: null,
  roles: null,
};

function tenantChecks(state: StateSummary | null, actual: string | null): readonly Check[] {
  const wanted = state?.tenantId ?? null;
  if (state === null) return [];
  if (wanted === null) {
    const hint = actual === null ? "add a line such as tenant: 3f6c1f0e-…" : `add the line: tenant: ${actual}`;
    return [check("tenant", "the tenant", "warning", "the desired state names none, which apply needs", hint)];
  }
  if (actual === null)
    return [
      check("tenant", "the tenant", "warning", `the token does not say its tenant; the desired state is for ${wanted}`),
    ];
  return actual === wanted
    ? [check("tenant", "the tenant", "ok", "is the one that the desired state names")]
    : [check("tenant", "the tenant", "failed", `the token is for ${actual}, the desired state for ${wanted}`)];
}

function grantsFor(uses: Uses) {
  return [
    { purpose: "To plan, drift and explain", roles: leastRoles("plan", uses) },
    { purpose: "To hear of changes (run --events-url)", roles: leastRoles("plan", { ...uses, groups: false }) },
    { purpose: "To apply", roles: leastRoles(uses.consent ? "apply-with-consent" : "apply", uses) },
  ];
}
