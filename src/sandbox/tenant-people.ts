import type { Path } from "./located-yaml.ts";
import { numbersIn } from "./population.ts";
import { derivedId, type TenantGroup, type TenantUser } from "./tenant.ts";
import type { FileAccount, TenantFile } from "./tenant-file-shape.ts";
import type { Reading } from "./tenant-reading.ts";

/** Service plans `TEAMS1` and Exchange. Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference */
const TEAMS_PLAN = {
  capabilityStatus: "Enabled",
  service: "TeamspaceAPI",
  servicePlanId: "57ff2da0-773e-42df-b2af-ffb7a2317929",
};
const OTHER_PLAN = {
  capabilityStatus: "Enabled",
  service: "exchange",
  servicePlanId: "efb87545-963c-4e0d-99df-69c6916d9eb0",
};
const WITH_TEAMS = [TEAMS_PLAN, OTHER_PLAN];
const WITHOUT_TEAMS = [OTHER_PLAN];

/** The users, named ones first, and their names. */
export function readUsers({ file, users, people }: Reading): readonly TenantUser[] {
  const named = (file.value.users ?? []).map(readUser);
  for (const [index, user] of named.entries()) users.define(user.userPrincipalName, user, ["users", index, "upn"]);
  for (const [index, population] of people.entries()) {
    for (const user of population) users.define(user.userPrincipalName, user, ["population", index, "upn"]);
  }
  return [...named, ...people.flat()];
}

/** An account; who is not said to be without Teams has it. */
export function readUser(user: FileAccount & { readonly upn: string; readonly id?: string }): TenantUser {
  const plans = user.plans?.map((plan) => ({ capabilityStatus: "Enabled", ...plan }));
  return {
    id: user.id?.toLowerCase() ?? derivedId("user", user.upn),
    userPrincipalName: user.upn,
    displayName: user.displayName ?? user.upn,
    accountEnabled: user.accountEnabled ?? true,
    userType: user.userType ?? "Member",
    assignedPlans: plans ?? ((user.teams ?? true) ? WITH_TEAMS : WITHOUT_TEAMS),
  };
}

/** The groups with their members. Two groups may have one name, when the file gives them ids: references then mean the first of them. */
export function readGroups({ file, groups, users, people, problems }: Reading): readonly TenantGroup[] {
  const written = file.value.groups ?? [];
  const ids = written.map(({ name, id }) => id?.toLowerCase() ?? derivedId("group", name));
  const names = new Set<string>();
  for (const [index, { name }] of written.entries()) {
    if (!names.has(name)) groups.define(name, ids[index] ?? "", ["groups", index, "name"]);
    names.add(name);
  }
  const crowds = new Map<string, string[]>();
  for (const [index, population] of (file.value.population ?? []).entries()) {
    for (const [position, entry] of (population.groups ?? []).entries()) {
      const { name, ...range } = typeof entry === "string" ? { name: entry } : entry;
      const numbers = numbersIn(population.count, range);
      const path: Path = ["population", index, "groups", position];
      if (numbers.length === 0) problems.push(file.problemAt(path, `nobody of ${population.count} is in this range`));
      const members = numbers.flatMap((n) => people[index]?.[n - 1]?.id ?? []);
      for (const id of groups.find(name, path)) crowds.set(id, [...(crowds.get(id) ?? []), ...members]);
    }
  }
  return written.map(({ name, visibility, members = [] }, index) => {
    const id = ids[index] ?? "";
    const named = members.flatMap(({ user, group, device }, position) => {
      const path: Path = ["groups", index, "members", position];
      if (user !== undefined) return users.find(user, path).map((found) => found.id);
      return device === undefined ? groups.find(group ?? "", path) : [derivedId("device", device)];
    });
    const all = [...new Set([...named, ...(crowds.get(id) ?? [])])];
    return { id, displayName: name, visibility: visibility ?? "Private", members: all };
  });
}

/** The devices that groups hold. */
export function deviceNames(file: TenantFile): readonly string[] {
  const members = (file.groups ?? []).flatMap((group) => group.members ?? []);
  return [...new Set(members.flatMap(({ device }) => device ?? []))];
}
