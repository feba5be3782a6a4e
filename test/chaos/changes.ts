import type { Chance } from "../fuzz/chance.ts";
import type { Service } from "./service.ts";
import { BOT_ID, clientIdOf, permissionOf } from "./tenant-of.ts";
import { anyNextDefinition, oneOf, type World } from "./world.ts";

/** Something changes in the tenant, in the directory or in the catalog, and the oracle hears of it. */
export function anyChange(service: Service, chance: Chance): void {
  const world = worldNow(service);
  const change = chance.pick([
    definitionMoves,
    definitionMoves,
    appVanishes,
    personVanishes,
    groupVanishes,
    memberLeaves,
  ]);
  change(world, service, chance);
}

function worldNow({ epochs }: Service): World {
  return epochs.at(-1)?.world ?? epochs[0].world;
}

/** Of one app of the catalog, something else is offered from now on. */
export function anyPublication(service: Service, chance: Chance): void {
  definitionMoves(worldNow(service), service, chance);
}

function definitionMoves(world: World, { tenant, nowIs }: Service, chance: Chance): void {
  const app = oneOf(world.apps, chance);
  if (app.definitions === null) return;
  const next = anyNextDefinition(app, chance);
  const definitions = [...app.definitions.filter(({ version }) => version !== next.version), next];
  tenant.publish(app.catalogId, {
    version: next.version,
    publishingState: "published",
    permissions: next.requires === null ? null : next.requires.map(permissionOf),
    clientAppId: clientIdOf(app, next.holder),
    bot: next.bot ? BOT_ID : null,
  });
  nowIs({ ...world, apps: world.apps.map((one) => (one === app ? { ...app, definitions } : one)) });
}

function appVanishes(world: World, { tenant, nowIs }: Service, chance: Chance): void {
  const app = oneOf(world.apps, chance);
  if (app.definitions === null || !chance.onceIn(3)) return;
  tenant.unlist(app.catalogId);
  nowIs({ ...world, apps: world.apps.map((one) => (one === app ? { ...app, definitions: null } : one)) });
}

function personVanishes(world: World, { tenant, nowIs }: Service, chance: Chance): void {
  const person = oneOf(world.people, chance);
  if (world.people.length === 1) return;
  tenant.removeUser(person.id);
  nowIs({ ...world, people: world.people.filter((one) => one !== person) });
}

function groupVanishes(world: World, { tenant, nowIs }: Service, chance: Chance): void {
  if (world.groups.length === 0) return;
  const group = oneOf(world.groups, chance);
  tenant.removeGroup(group.id);
  nowIs({ ...world, groups: world.groups.filter((one) => one !== group) });
}

function memberLeaves(world: World, { tenant, nowIs }: Service, chance: Chance): void {
  if (world.groups.length === 0) return;
  const group = oneOf(world.groups, chance);
  const user = group.users.find((id) => world.people.some((person) => person.id === id));
  if (user === undefined) return;
  tenant.removeMember(group.id, user);
  nowIs({
    ...world,
    groups: world.groups.map((one) =>
      one === group ? { ...group, users: group.users.filter((id) => id !== user) } : one,
    ),
  });
}
