import type { Chance } from "../fuzz/chance.ts";

/** A version and what it requires; null: the catalog does not say. Permissions are `a:NAME` or `d:NAME`. */
export interface Definition {
  readonly version: string;
  readonly requires: readonly string[] | null;
  /** Which of the Entra apps gets the consent. */
  readonly holder: number;
  readonly bot: boolean;
}

/** What somebody has of an app. `copy`: under another catalog id. */
export interface Held {
  readonly user: string;
  readonly app: string;
  readonly version: string;
  readonly consent: readonly string[];
  readonly copy: boolean;
  /** Of the installation; null: as the service makes them. */
  readonly id: string | null;
}

/** A person; `kind` says whether the account can have apps. */
export interface Person {
  readonly id: string;
  readonly upn: string;
  readonly kind: "able" | "guest" | "disabled" | "without-plan";
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

export interface ManagedApp {
  readonly name: string;
  readonly catalogId: string;
  readonly manifestId: string;
  readonly approved: readonly string[];
  readonly suspended: boolean;
  /** Null: not in the catalog. Newest last. */
  readonly definitions: readonly Definition[] | null;
  /** Only in worlds that are about it: copies are earlier uploads that the app replaces, or consents are repaired. */
  readonly renewal?: "replace" | "repair" | "reinstall";
}

/** Whom an entry names: a user or group by id, or everyone. `ghost`: a name that nobody has. */
export type Named =
  | { readonly kind: "user" | "listed"; readonly id: string }
  | { readonly kind: "group"; readonly id: string }
  | { readonly kind: "ghost"; readonly id: string }
  | { readonly kind: "everyone" };

export type UserOrGroup = Extract<Named, { readonly id: string }>;

export interface Assigned {
  readonly app: string;
  readonly ensure: "upgraded" | "installed" | "absent";
  readonly version: string;
  readonly priority: number;
  readonly to: readonly Named[];
  readonly except: readonly Named[];
}

/** A tenant, what is desired of it, and the policy: all that the oracle knows of how things are. */
export interface World {
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly apps: readonly ManagedApp[];
  readonly held: readonly Held[];
  readonly assigned: readonly Assigned[];
  readonly protectedOnes: readonly UserOrGroup[];
  readonly suspended: boolean;
  readonly maxChanges: number;
  readonly maxRemovals: number;
  readonly perRun: number | null;
  /** Pairs that a permission policy of the tenant forbids. */
  readonly forbidden: readonly { readonly user: string; readonly app: string }[];
}

export const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const VERSIONS = ["1.0.0", "2.0.0", "2.1.0", "2.4.0", "3.0.0", "3.1.0"] as const;
const RANGES = [
  "latest",
  "latest",
  "latest <3.0.0",
  "latest 2.x",
  "2.x",
  ">=2.1.0 <3.0.0",
  ">=2.0.0",
  "2.4.0",
] as const;
const PERMISSIONS = [
  "a:TeamsActivity.Send.User",
  "a:TeamsAppInstallation.Read.User",
  "d:CameraStream.Read.User",
] as const;

/** Ids that cannot be put into a path: whoever has one cannot be read. */
export const BAD_IDS: readonly string[] = [
  "",
  ".",
  "..",
  "a/b",
  "../x",
  "a?b",
  "a#b",
  "%2e%2e",
  "a b",
  "ä",
  "x".repeat(4_000),
];

/** An id that Graph never gave and that is good all the same; it names its app. */
function oddId(app: string): string {
  return `...~!$&'()*+,;=:@-${app}`;
}

/** Any world, small enough that much of it meets. */
export function anyWorld(chance: Chance): World {
  const isCrowded = chance.onceIn(8);
  const people = times(
    isCrowded ? 24 + chance.number(12) : 3 + chance.number(9),
    (index): Person => ({
      id: idOf("a", index),
      upn: `person${index}@contoso.com`,
      kind: chance.onceIn(12) ? chance.pick(["guest", "disabled", "without-plan"]) : "able",
    }),
  );
  const groupCount = chance.number(5);
  const groups = times(
    groupCount,
    (index): Group => ({
      id: idOf("b", index),
      name: `Group ${index}`,
      users: some(people, chance).map(({ id }) => id),
      groups: chance.onceIn(3) ? [idOf("b", chance.number(groupCount))] : [],
    }),
  );
  const apps = times(isCrowded ? 1 : 1 + chance.number(3), (index) => anyApp(index, chance));
  const anyNamed = (): Named => {
    const kind = chance.pick(["group", "group", "group", "user", "user", "listed", "everyone", "everyone", "ghost"]);
    if (kind === "everyone") return { kind };
    if (kind === "ghost")
      return chance.onceIn(5) ? { kind, id: `ghost${chance.number(2)}@contoso.com` } : anyUser("user");
    if (kind === "group") return groups.length > 0 ? { kind, id: oneOf(groups, chance).id } : anyUser("user");
    return anyUser(kind === "listed" ? kind : "user");
  };
  const anyUser = (kind: "user" | "listed"): UserOrGroup => ({ kind, id: oneOf(people, chance).id });
  // An exception that excepts nobody is a mistake that ends every run before it begins.
  const peopled = groups.filter(({ users }) => users.length > 0);
  const anyUserOrGroup = (): UserOrGroup =>
    peopled.length > 0 && chance.onceIn(2) ? { kind: "group", id: oneOf(peopled, chance).id } : anyUser("user");
  const assigned = times(
    1 + chance.number(5),
    (): Assigned => ({
      app: oneOf(apps, chance).name,
      ensure: chance.pick(["upgraded", "upgraded", "installed", "installed", "absent"]),
      version: chance.pick(RANGES),
      priority: chance.pick([0, 0, 1, 2, 3, 4]),
      to: distinct(times(1 + chance.number(3), anyNamed)),
      except: chance.onceIn(6) ? [anyUserOrGroup()] : [],
    }),
  );
  return {
    people,
    groups,
    apps,
    assigned,
    held: people.flatMap(({ id }) => apps.flatMap((app) => anyHeld(id, app, chance))),
    protectedOnes: chance.onceIn(4) ? [anyUserOrGroup()] : [],
    suspended: chance.onceIn(60),
    maxChanges: chance.pick([100, 100, 100, 100, 100, 100, 100, 4]),
    maxRemovals: chance.pick([100, 100, 100, 100, 1, 0]),
    perRun: chance.onceIn(5) ? 1 + chance.number(4) : null,
    forbidden: chance.onceIn(8) ? [{ user: oneOf(people, chance).id, app: oneOf(apps, chance).name }] : [],
  };
}

/** A world in which copies are replaced, or narrow consents are repaired, for everybody. */
export function anyRenewal(chance: Chance): World {
  const renewal = chance.pick<NonNullable<ManagedApp["renewal"]>>(["replace", "replace", "repair", "reinstall"]);
  const approved = PERMISSIONS.slice(0, 2);
  const definitions = VERSIONS.slice(0, 4).map((version) => ({ version, requires: approved, holder: 0, bot: false }));
  const app: ManagedApp = {
    name: "app0",
    catalogId: idOf("c", 0),
    manifestId: idOf("d", 0),
    approved,
    suspended: false,
    definitions,
    renewal,
  };
  const people = times(
    2 + chance.number(8),
    (index): Person => ({ id: idOf("a", index), upn: `person${index}@contoso.com`, kind: "able" }),
  );
  const anyOf = (user: string): readonly Held[] => {
    const one = { user, app: app.name, id: null };
    const own = { ...one, version: chance.pick(["2.1.0", "2.4.0"]), consent: approved, copy: false };
    const copy = { ...one, version: "1.0.0", consent: [], copy: true };
    if (renewal !== "replace")
      return chance.onceIn(4) ? [] : [{ ...own, version: "2.4.0", consent: some(approved, chance) }];
    return chance.pick([[], [own], [copy], [copy], [own, copy]]);
  };
  const ensure = chance.pick<Assigned["ensure"]>(["upgraded", "installed"]);
  return {
    people,
    groups: [],
    apps: [app],
    held: people.flatMap(({ id }) => anyOf(id)),
    assigned: [{ app: app.name, ensure, version: "latest", priority: 0, to: [{ kind: "everyone" }], except: [] }],
    protectedOnes: [],
    suspended: false,
    maxChanges: 100,
    maxRemovals: 0,
    perRun: chance.onceIn(5) ? 2 : null,
    forbidden: chance.onceIn(4) ? [{ user: oneOf(people, chance).id, app: app.name }] : [],
  };
}

/** One more version of an app, or the newest one with other permissions, another Entra app, or with and without a bot. */
export function anyNextDefinition(app: ManagedApp, chance: Chance): Definition {
  const newest = app.definitions?.at(-1) ?? { version: VERSIONS[0], requires: [], holder: 0, bot: false };
  const next = VERSIONS[VERSIONS.findIndex((version) => version === newest.version) + 1] ?? "3.2.0";
  switch (chance.pick<"next" | "requirement" | "holder" | "bot">(["next", "next", "requirement", "holder", "bot"])) {
    case "next":
      return {
        ...newest,
        version: next,
        requires: chance.onceIn(2) ? newest.requires : anyRequirement(app.approved, chance),
      };
    case "requirement":
      return { ...newest, requires: anyRequirement(app.approved, chance) };
    case "holder":
      return { ...newest, holder: newest.holder + 1 };
    case "bot":
      return { ...newest, bot: !newest.bot };
  }
}

function anyApp(index: number, chance: Chance): ManagedApp {
  const approved = some(PERMISSIONS, chance);
  const newest = chance.onceIn(3) ? 2 + chance.number(VERSIONS.length - 2) : 3;
  const definitions = VERSIONS.slice(0, newest + 1).map((version) => ({
    version,
    requires: anyRequirement(approved, chance),
    holder: 0,
    bot: false,
  }));
  return {
    name: `app${index}`,
    catalogId: idOf("c", index),
    manifestId: idOf("d", index),
    approved,
    suspended: chance.onceIn(40),
    definitions: chance.onceIn(30) ? null : definitions,
  };
}

/** Mostly within what is approved. */
function anyRequirement(approved: readonly string[], chance: Chance): readonly string[] | null {
  if (chance.onceIn(40)) return null;
  return some(chance.onceIn(20) ? PERMISSIONS : approved, chance);
}

function anyHeld(user: string, app: ManagedApp, chance: Chance): readonly Held[] {
  if (chance.onceIn(3)) return [];
  const definitions = app.definitions ?? [{ version: "2.0.0", requires: [], holder: 0, bot: false }];
  const definition = oneOf(chance.onceIn(4) ? definitions : definitions.slice(0, 3), chance);
  const consent = chance.onceIn(20) ? some(PERMISSIONS, chance) : (definition.requires ?? []);
  const copy = chance.onceIn(30);
  const id = !copy && chance.onceIn(60) ? oneOf(chance.onceIn(2) ? BAD_IDS : [oddId(app.name)], chance) : null;
  return [{ user, app: app.name, version: definition.version, consent, copy, id }];
}

function distinct(named: readonly Named[]): readonly Named[] {
  return [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
}

export function idOf(letter: string, index: number): string {
  return `${letter.repeat(8)}-0000-4000-8000-${String(index).padStart(12, "0")}`;
}

export function times<Item>(count: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export function oneOf<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[chance.number(items.length)];
  if (item === undefined) throw new RangeError("there is nothing to choose from");
  return item;
}

function some<Item>(items: readonly Item[], chance: Chance): readonly Item[] {
  return items.filter(() => chance.onceIn(2));
}
