import type { Configuration } from "../desired/configuration.ts";
import { ConfigError } from "../errors.ts";
import type { DesiredState, Filters } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Policy } from "../model/policy.ts";
import type { Directory } from "./directory.ts";
import { emptyGroupDiagnostics } from "./empty-groups.ts";
import { checkAppNames, filterRows } from "./filters.ts";
import { identify } from "./identities.ts";
import { membershipOf, type Membership } from "./membership.ts";
import { mentionsOf, namedUsers } from "./mentions.ts";
import { compareLocations } from "./order.ts";
import { policyOf } from "./protection.ts";
import { readDirectory } from "./reading.ts";
import { rowsOf } from "./rows.ts";
import { listedTargets, reachedByEveryone, resolveTarget, type Meanings, type ResolvedTarget } from "./targets.ts";

/** The desired state with names resolved, and what `explain` needs to tell why. */
export interface Resolution {
  readonly desired: DesiredState;
  readonly policy: Policy;
  /** Warnings about what only the directory could tell, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whom every assignment reaches, for `claimsOf`. */
  readonly membership: Membership;
}

/**
 * Turns names into users and decides for each (user, app) pair which assignment counts. The order of files,
 * assignments, groups and pages does not change the result. A user, group or page that cannot be read is data in it.
 * @throws UsageError for a filter that names no app or no user of the desired state
 * @throws ConfigError with every error that only the directory could tell, such as an exception that excepts nobody
 * @throws GraphError of scope `run`, and whatever else is not the failure of one target
 */
export async function resolve(
  configuration: Configuration,
  directory: Directory,
  filters: Filters,
): Promise<Resolution> {
  checkAppNames(filters.apps, configuration.apps);
  const readings = await readDirectory(mentionsOf(configuration), directory);
  const identities = identify(readings, namesInOrder(configuration));
  const meanings: Meanings = { readings, identities, everyone: reachedByEveryone(identities) };
  const membership = membershipOf(configuration, meanings);
  const protectedEntries = resolveProtected(configuration, meanings);

  const targets = listedTargets([...assignedTargets(membership), ...protectedEntries]);
  const diagnostics = emptyGroupDiagnostics(targets);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ConfigError(errors);

  const { tenantId, apps } = configuration;
  const allRows = rowsOf(membership);
  const rows = filterRows(allRows, filters, targets);
  return {
    desired: { tenantId, apps, rows, totalRows: allRows.length, targets, filters },
    policy: policyOf(configuration.policy, protectedEntries, identities),
    diagnostics,
    membership,
  };
}

/** The users that `to` names one by one, by file, line and column. */
function namesInOrder({ assignments }: Configuration): readonly string[] {
  return assignments
    .flatMap(({ to }) => to)
    .sort((a, b) => compareLocations(a.source, b.source))
    .flatMap(namedUsers);
}

function resolveProtected({ policy }: Configuration, meanings: Meanings): readonly ResolvedTarget[] {
  return policy.protectedUsers
    .toSorted((a, b) => compareLocations(a.source, b.source))
    .map((entry) => resolveTarget(entry, "protected", meanings));
}

function* assignedTargets({ apps }: Membership): Iterable<ResolvedTarget> {
  for (const { assigned } of apps.values()) {
    for (const { to, except } of assigned) {
      yield* to;
      yield* except;
    }
  }
}
