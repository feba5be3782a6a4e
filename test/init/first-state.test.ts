import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "../../src/desired/load.ts";
import { acceptedVersions } from "../../src/init/accepted.ts";
import { firstState } from "../../src/init/files.ts";
import { nameApps } from "../../src/init/names.ts";
import type { HeldApp, Person, Survey } from "../../src/init/survey.ts";
import { accepts, parseConstraint } from "../../src/model/constraint.ts";
import { parseVersion } from "../../src/model/version.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { directoryOf, person } from "../fakes/directory.ts";
import { shareOf } from "../share.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-init-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const guid = (kind: string, n: number): string => `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, "0")}`;

const NAMES = [
  "Finance",
  "finance",
  'Ops, "North": #1',
  " Sales",
  "Zo\u200Be",
  "yes",
  "2024",
  guid("c", 9),
  "経理部",
  "- x: [y]",
  "O'Neill & Söhne",
];
const PRINCIPALS = [
  (n: number) => `user${n}@contoso.com`,
  (n: number) => `o'neill${n}@contoso.com`,
  (n: number) => `#${n}@contoso.com`,
  (n: number) => `a${n}_fabrikam.com#EXT#@contoso.com`,
  () => null,
];
const VERSIONS = [
  "1.0.0",
  "1.1",
  "2.0.0",
  "2.0.0-beta.1",
  "0.9",
  "1.2.3.4",
  "3.0.0-rc",
  "not a version",
  null,
  "1.0.0+5",
];

interface World {
  readonly people: readonly {
    readonly principal: number;
    readonly state: "ok" | "unread" | "guest" | "disabled";
    readonly version: number | null;
  }[];
  readonly groups: readonly {
    readonly name: number;
    readonly from: number;
    readonly to: number;
    readonly nested: boolean;
  }[];
}

const worlds: fc.Arbitrary<World> = fc.record({
  people: fc.array(
    fc.record({
      principal: fc.nat(PRINCIPALS.length - 1),
      state: fc.constantFrom("ok", "ok", "ok", "unread", "guest", "disabled"),
      version: fc.option(fc.nat(VERSIONS.length - 1), { nil: null, freq: 3 }),
    }),
    { minLength: 1, maxLength: 24 },
  ),
  groups: fc.array(
    fc.record({ name: fc.nat(NAMES.length - 1), from: fc.nat(24), to: fc.nat(24), nested: fc.boolean() }),
    { maxLength: 6 },
  ),
});

function surveyOf({ people, groups }: World) {
  const persons = people.map(
    ({ principal, state }, n): Person => ({
      id: guid("a", n),
      userPrincipalName: PRINCIPALS[principal]?.(n) ?? null,
      ofEveryone: state !== "guest" && state !== "disabled",
      read: state !== "unread",
    }),
  );
  const own = groups.map(({ name, from, to }, n) => ({
    id: guid("b", n),
    displayName: NAMES[name] ?? "",
    members: persons.slice(from, to).map(({ id }) => id),
    nested: groups[n]?.nested === true && n > 0 ? [guid("b", n - 1)] : [],
  }));
  const membersOf = (n: number): string[] => {
    const group = own[n];
    return group === undefined ? [] : [...group.members, ...(group.nested.length > 0 ? membersOf(n - 1) : [])];
  };
  const names = own.map(({ displayName }) => displayName.toLowerCase());
  const holders = new Map(
    people.flatMap(({ version, state }, n) =>
      version === null || state === "unread" ? [] : [[guid("a", n), VERSIONS[version] ?? null] as const],
    ),
  );
  const app: HeldApp = {
    catalogId: guid("d", 1),
    externalId: guid("e", 1),
    displayName: "Contoso: Expenses # 1",
    distributionMethod: "organization",
    definitions: [],
    holders,
    consented: [],
  };
  const survey: Survey = {
    tenantId: guid("f", 1),
    people: persons,
    groups: own.map((group, n) => ({ group: { ...group, hidden: false }, members: [...new Set(membersOf(n))] })),
    groupsNotRead: 0,
    sharedNames: new Set(names.filter((name, n) => names.indexOf(name) !== n)),
    apps: [app],
    catalog: [],
  };
  const directory = directoryOf({
    users: people.map(({ state }, n) =>
      person(guid("a", n), {
        userPrincipalName: persons[n]?.userPrincipalName ?? null,
        accountEnabled: state !== "disabled",
        userType: state === "guest" ? "Guest" : "Member",
      }),
    ),
    groups: own,
  });
  return { survey, app, directory };
}

describe("the first desired state", () => {
  it("reaches exactly those who have an app, and those of whom that is not known", async () => {
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { survey, app, directory } = surveyOf(world);
        fc.pre(app.holders.size > 0);
        const { files } = firstState(survey, [app]);
        const here = join(folder, String(nth++));
        for (const { path, text } of files) {
          await mkdir(dirname(join(here, path)), { recursive: true });
          await writeFile(join(here, path), text);
        }
        const { configuration, diagnostics } = await load(here);
        expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        if (configuration === null) throw new Error("it does not load");
        const { desired } = await resolve(configuration, directory, { apps: [], users: [] }, null, 0);
        const reached = desired.rows.map(({ user }) => user.id?.toLowerCase() ?? user.asWritten).sort();
        const unread = survey.people.filter(({ read }) => !read).map(({ id }) => id);
        const must = new Set(app.holders.keys());
        expect([...must.difference(new Set(reached))]).toEqual([]);
        expect(reached.filter((id) => !must.has(id) && !unread.includes(id))).toEqual([]);
        expect(
          unread.filter((id) => !reached.includes(id) && survey.people.find((one) => one.id === id)?.ofEveryone),
        ).toEqual([]);
        for (const row of desired.rows) expect(row.undecidedBy).toEqual([]);
      }),
      { numRuns: shareOf(150) },
    );
  });

  it("names by its id a group whose name another one has, or that a reader could take for another", () => {
    const world: World = {
      people: Array.from({ length: 8 }, (_, n) => ({ principal: 0, state: "ok", version: n < 4 ? 0 : null })),
      groups: [
        { name: 0, from: 0, to: 4, nested: false },
        { name: 1, from: 4, to: 8, nested: false },
      ],
    };
    const { survey, app } = surveyOf(world);
    const text = firstState(survey, [app]).files.find(({ path }) => path.startsWith("assignments/"))?.text;
    expect(text).toContain(`group: ${guid("b", 0)} # Finance: all 4 have it`);
  });
});

describe("the range of the versions that people have", () => {
  it.each([
    [["2.1.0", "2.4.0"], ">=2.1.0"],
    [["1.10", "1.9"], ">=1.9"],
    [["1.2.3.4"], ">=1.2.3.4"],
    [["1.0.0", "3.0.0-rc"], ">=1.0.0 || =3.0.0-rc"],
    [["2.0.0-beta.1"], "=2.0.0-beta.1"],
    [["1.0.0+5", null], ">=1.0.0"],
    [["what", null], ">=0"],
  ])("of %j is %s", (installed, range) => expect(acceptedVersions(installed)).toBe(range));

  it("accepts each of them, and brings nobody to the newest", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...VERSIONS), { minLength: 1 }), (installed) => {
        const parsed = parseConstraint(acceptedVersions(installed));
        if (!parsed.ok) throw new Error(parsed.message);
        expect(parsed.constraint.latest).toBe(false);
        for (const text of installed) {
          const version = text === null ? null : parseVersion(text);
          if (version !== null) expect(accepts(parsed.constraint, version)).toBe(true);
        }
      }),
    );
  });
});

describe("the name of an app", () => {
  it.each([
    ["Contoso Expenses", "contoso-expenses"],
    ["Café Réservations (EU)", "cafe-reservations-eu"],
    ["経費", "app-dddddddd"],
    [null, "app-dddddddd"],
  ])("of %j is %s", (displayName, name) => {
    expect(nameApps([{ catalogId: guid("d", 1), displayName }])).toEqual([name]);
  });

  it("is another one for each", () => {
    const app = { catalogId: guid("d", 1), displayName: "Travel" };
    expect(nameApps([app, app, app])).toEqual(["travel", "travel-2", "travel-3"]);
  });
});
