import type { Configuration } from "../desired/configuration.ts";
import { SignInError, UsageError } from "../errors.ts";
import type { DesiredRow, DesiredState, Filters, Target, User } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { compareLocations } from "../model/order.ts";
import type { Policy, PolicyRules } from "../model/policy.ts";
import { readDirectory } from "./directory-readings.ts";
import type { Directory } from "./directory.ts";
import { isHidden } from "./eligibility.ts";
import { resolveException } from "./exceptions.ts";
import { identify, type Identities } from "./identities.ts";
import { type Membership, membershipOf } from "./membership.ts";
import type { People } from "./people.ts";
import { foldCase } from "./person.ts";
import { referencesOf, namedUsers } from "./references.ts";
import { rowsOf } from "./rows.ts";
import type { Rows } from "../model/rows.ts";
import { resolveRollout } from "./rings.ts";
import { appNamed, noSuchApp } from "../desired/app-named.ts";
import { sameName } from "../model/name.ts";
import { nearName } from "./suggestions.ts";
import {
  listedTargets,
  type NameResolution,
  NO_MEMBERS,
  reachedByEveryone,
  type ResolvedTarget,
  resolveTarget,
} from "./targets.ts";

/** The desired state with names resolved, and what `explain` needs to tell why. */
export interface Resolution {
  readonly desired: DesiredState;
  readonly policy: Policy;
  /** Warnings about what only the directory could tell, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whom every assignment reaches, for `explainPair`. */
  readonly membership: Membership;
}

/**
 * Turns names into users and decides for each (user, app) pair which assignment counts. The order of files,
 * assignments, groups and pages does not change the result. A user, group or page that cannot be read is data in it.
 * @param nowMs of exceptions that ended before, targets that were not read hold nothing up; milliseconds since the epoch
 * @param explained a user whom somebody asks about, and who is looked up too; null: nobody
 * @throws UsageError for a filter that names no app or no user of the desired state
 * @throws SignInError where the directory shows nothing of any account but its name
 * @throws GraphError of scope `run`, and whatever else is not the failure of one target
 */
export async function resolve(
  configuration: Configuration,
  directory: Directory,
  asked: Filters,
  explained: string | null = null,
  nowMs = 0,
): Promise<Resolution> {
  const unknown = asked.apps.find((written) => !configuration.apps.some(({ name }) => sameName(name, written)));
  const noApp = unknown === undefined ? null : noSuchApp(unknown, configuration.apps);
  if (noApp !== null) throw explained === null ? noApp : await alsoWithout(explained, noApp, directory);
  const filters = { ...asked, apps: asked.apps.map((written) => appNamed(written, configuration.apps).name) };
  const { membership, protectedEntries, exceptions, rollouts, areTypesTold } = await whoIsMeant(
    configuration,
    directory,
    explained,
  );

  const targets = listedTargets([
    ...assignedTargets(membership),
    ...protectedEntries,
    ...rollouts.flatMap(({ targets: rings }) => rings),
    ...exceptions.filter(({ exception }) => exception.endsAtMs > nowMs).flatMap(({ targets: meant }) => meant),
  ]);
  const diagnostics = [...emptyGroupDiagnostics(targets), ...untoldTypes(configuration, areTypesTold)];

  const { tenantId, apps } = configuration;
  const allRows = rowsOf(membership);
  const rows = filterRows(allRows, filters, targets);
  return {
    desired: {
      tenantId,
      apps,
      rows,
      totalRows: allRows.length,
      targets,
      rollouts: rollouts.map(({ rollout }) => rollout),
      filters,
    },
    policy: {
      ...policyOf(configuration.policy, protectedEntries, membership.identities),
      exceptions: exceptions.map(({ exception }) => exception),
    },
    diagnostics,
    membership,
  };
}

/** Whom every target means. On its own, since what the directory answered is as large as all rows, and is gone before they are made. */
async function whoIsMeant(configuration: Configuration, directory: Directory, explained: string | null) {
  const readings = await readDirectory(referencesOf(configuration, explained === null ? [] : [explained]), directory);
  checkAccountsAreShown(readings.people);
  const identities = identify(readings, namesInOrder(configuration));
  const meanings: NameResolution = {
    readings,
    identities,
    everyone: reachedByEveryone(identities, readings.resources),
  };
  return {
    membership: membershipOf(configuration, meanings),
    protectedEntries: resolveProtected(configuration, meanings),
    exceptions: configuration.exceptions.map((exception) => resolveException(exception, meanings)),
    rollouts: configuration.rollouts.map((rollout) => resolveRollout(rollout, meanings)),
    areTypesTold: readings.resources !== null,
  };
}

/** The users that `to` names one by one, by file, line and column. */
function namesInOrder({ assignments }: Configuration): readonly string[] {
  return assignments
    .flatMap(({ to }) => to)
    .sort((a, b) => compareLocations(a.source, b.source))
    .flatMap(namedUsers);
}

function resolveProtected({ policy }: Configuration, meanings: NameResolution): readonly ResolvedTarget[] {
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

/** Who mistyped two names is told so at once: the error, and that the directory has no such user where it has none. */
async function alsoWithout(userName: string, noApp: UsageError, directory: Directory): Promise<UsageError> {
  const readings = await readDirectory({ users: [userName], groups: [], everyone: false }, directory);
  const meant = identify(readings, []).notFound.get(foldCase(userName));
  if (meant === undefined) return noApp;
  const hints = [noApp.hint, meant].filter((hint) => hint !== null);
  return new UsageError(`${noApp.message}, and the directory has no user "${userName}"`, hints.join("; "));
}

/**
 * The rows that pass: the same filter given twice is "or", different filters are "and". A user is named by principal
 * name, object id or as written in the desired state, without case.
 * @throws UsageError for a user that no row has, whatever the other filters
 */
function filterRows(rows: Rows<DesiredRow>, filters: Filters, targets: readonly Target[]): Rows<DesiredRow> {
  if (filters.apps.length === 0 && filters.users.length === 0) return rows;
  const apps = new Set(filters.apps);
  const users = findUsers(rows, filters.users, targets);
  return rows.filter(
    ({ app, user }) => (apps.size === 0 || apps.has(app.name)) && (filters.users.length === 0 || users.has(user)),
  );
}

function findUsers(rows: Rows<DesiredRow>, names: readonly string[], targets: readonly Target[]): ReadonlySet<User> {
  const wanted = new Set(names.map(foldCase));
  const found = new Set<User>();
  const matched = new Set<string>();
  for (const { user } of rows) {
    for (const name of [user.userPrincipalName, user.id, user.asWritten]) {
      const folded = name === null ? null : foldCase(name);
      if (folded === null || !wanted.has(folded)) continue;
      found.add(user);
      matched.add(folded);
    }
  }
  const missing = names.find((name) => !matched.has(foldCase(name)));
  if (missing !== undefined) {
    throw new UsageError(`no assignment reaches the user "${missing}"`, missingHint(missing, rows, targets));
  }
  return found;
}

function missingHint(missing: string, rows: Rows<DesiredRow>, targets: readonly Target[]): string {
  const names = rows.map(({ user }) => user.userPrincipalName ?? user.asWritten);
  const unread = targets.filter(({ kind, role, state }) => role === "to" && kind !== "user" && state !== "read");
  const advice = nearName(missing, names) ?? "name a user by principal name or object id";
  if (unread.length === 0) return advice;
  return `${advice}; targets that were not read may hold the user: ${unread.map(({ name }) => name).join(", ")}`;
}

/**
 * The policy with its names turned into object ids. What was read of an entry protects also when the rest was not;
 * such an entry is in `protectedUnresolved`.
 * @param entries the resolved `protectedUsers`, in their order
 */
function policyOf(
  rules: PolicyRules,
  entries: readonly ResolvedTarget[],
  { users }: Identities,
): Omit<Policy, "exceptions"> {
  const ids = entries.flatMap((entry) => [...entry.users].map((key) => users.get(key)?.id ?? null));
  const unresolved = entries.filter(({ open }) => open !== "nobody").map(({ target }) => target.name);
  return {
    ...rules,
    protectedUserIds: new Set(ids.filter((id) => id !== null)),
    protectedUnresolved: [...new Set(unresolved)],
  };
}

/**
 * Warnings about groups that were read to their end and hold no user, in the order of `targets`. Only the directory can tell,
 * so this comes after validation; lists are checked there.
 */
function emptyGroupDiagnostics(targets: readonly Target[]): readonly Diagnostic[] {
  return targets
    .filter(({ detail }) => detail === NO_MEMBERS)
    .map(({ role, name, source }) => ({
      code: role === "except" ? "empty-except" : "empty-group",
      severity: "warning",
      message: `the group "${name}" has no members${CONSEQUENCES[role]}`,
      hint: "check that it is the group you mean; add members to it, remove this entry, or accept it with allowEmpty: true",
      ...source,
      related: [],
    }));
}

/** That everyone reaches rooms and shared devices too, said once, where nobody has asked for them. */
function untoldTypes({ assignments }: Configuration, areTold: boolean): readonly Diagnostic[] {
  const [first] = assignments
    .filter(({ accountTypes }) => !accountTypes.includes("resource"))
    .flatMap(({ to }) => to.filter(({ kind }) => kind === "everyone"))
    .sort((a, b) => compareLocations(a.source, b.source));
  if (areTold || first === undefined) return [];
  return [
    {
      code: "account-types-untold",
      severity: "warning",
      message: "everyone reaches rooms and shared devices too, since they cannot be told from people",
      hint: "TeamsUserConfiguration.Read.All tells them apart; accountTypes: [person, resource] says that they are meant",
      ...first.source,
      related: [],
    },
  ];
}

const CONSEQUENCES = {
  to: "",
  except: ", so nobody is excepted: the rows of this assignment are blocked",
  ring: "",
  exception: ", so nobody is meant by it: every action on the app is blocked",
  protected: ", so nobody is protected by it: every action is held",
} as const satisfies Record<Target["role"], string>;

/** @throws SignInError */
function checkAccountsAreShown(people: People): void {
  if (people.size === 0) return;
  for (const { facts } of people.values()) if (!isHidden(facts)) return;
  throw new SignInError(
    "accounts-hidden",
    "the directory shows names only: of nobody it tells the type, the state or the plans of the account",
    "a directory administrator grants User.Read.All; User.ReadBasic.All shows names only",
  );
}
