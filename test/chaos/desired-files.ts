import { copyIdOf } from "./tenant-of.ts";
import type { Assigned, ManagedApp, Named, World } from "./world.ts";

/** A world's desired state as files, by path. JSON is YAML. */
export function desiredFiles(world: World): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const document = (path: string, content: object): void => {
    files.set(path, `${JSON.stringify({ apiVersion: "trueup/v1", ...content }, null, 1)}\n`);
  };
  const apps = world.apps.map((app) => [
    app.name,
    {
      manifestId: app.manifestId,
      suspend: app.suspended,
      permissions: app.approved.map(writtenPermission),
      ...writtenRenewal(app),
    },
  ]);
  document("apps.yaml", { apps: Object.fromEntries(apps) });
  world.assigned.forEach((assigned, index) => {
    document(`assignments/${index}.yaml`, { assignments: [writtenAssignment(world, assigned)] });
  });
  for (const named of world.assigned.flatMap(({ to, except }) => [...to, ...except])) {
    if (named.kind === "listed") files.set(listOf(named.id), `user\n${named.id}\n`);
  }
  document("policy.yaml", {
    policy: {
      suspend: world.suspended,
      protectedUsers: world.protectedOnes.map((named) =>
        named.kind === "group" ? target(world, named) : nameOf(world, named.id),
      ),
      maxChanges: world.maxChanges,
      maxRemovals: world.maxRemovals,
      ...(world.perRun === null ? {} : { perRun: world.perRun }),
    },
  });
  return files;
}

function writtenRenewal(app: ManagedApp): object {
  if (app.renewal === undefined) return {};
  if (app.renewal === "replace") return { replaces: { id: copyIdOf(app), removals: 100 } };
  return { repairConsent: app.renewal === "repair" ? "upgrade" : "reinstall" };
}

function writtenAssignment(world: World, { app, ensure, version, priority, to, except }: Assigned): object {
  return {
    app,
    ensure,
    ...(ensure === "absent" ? {} : { version }),
    priority,
    to: to.map((named) => target(world, named)),
    ...(except.length === 0 ? {} : { except: except.map((named) => target(world, named)) }),
  };
}

function target(world: World, named: Named): object {
  switch (named.kind) {
    case "everyone":
      return { everyone: true };
    case "group":
      // Half of them by name, half by id.
      return {
        group: named.id.endsWith("1") ? named.id : (world.groups.find(({ id }) => id === named.id)?.name ?? named.id),
      };
    case "listed":
      return { usersFrom: `../${listOf(named.id)}` };
    case "user":
    case "ghost":
      return { user: nameOf(world, named.id) };
  }
}

/** Some by principal name, some by id. */
function nameOf({ people }: World, id: string): string {
  const person = people.find((one) => one.id === id);
  return person === undefined || id.endsWith("2") ? id : person.upn;
}

function listOf(user: string): string {
  return `lists/${user}.csv`;
}

function writtenPermission(text: string): object {
  return { value: text.slice(2), type: text.startsWith("d:") ? "delegated" : "application" };
}
