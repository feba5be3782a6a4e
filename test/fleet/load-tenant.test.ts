import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { load } from "../../src/desired/load.ts";
import { APPS, type Files, inFolder, MANIFEST_ID, placed, places, withHeader } from "../desired/folder.ts";
import { CONTOSO_ID, loadFleet, OWN_ID, STATE, TWO_TENANTS } from "./fleet-folder.ts";

const ASSIGN = 'assignments:\n  - { app: expenses, version: ">=2.3", to: [{ user: adele@contoso.com }] }\n';
const USES = withHeader(`use: [shared/apps.yaml]\n${ASSIGN}`);
const FLEET: Files = { "fleet.yaml": TWO_TENANTS, "tenants/contoso/state.yaml": STATE };

/** Of what `own` says with these shared apps. */
async function digestWith(apps: string): Promise<string | null> {
  const files = { ...FLEET, "tenants/own/state.yaml": USES, "shared/apps.yaml": withHeader(apps) };
  const { states } = await loadFleet(files);
  return states[1]?.state === "loaded" ? states[1].loaded.loaded.digest : null;
}

/** Of `own`, with contoso beside it, which has nothing to do with it. */
async function problemsOfOwn(files: Files): Promise<readonly string[]> {
  const { states } = await loadFleet({ ...FLEET, ...files });
  expect(states[0]).toMatchObject({ name: "contoso", state: "loaded" });
  const [, own] = states;
  return own?.state === "refused" ? own.diagnostics.map(placed) : ["loaded"];
}

describe("the desired state of a tenant", () => {
  it("is of the tenant that fleet.yaml names, and holds the shared files that it uses", async () => {
    const { states } = await loadFleet({
      ...FLEET,
      "tenants/own/state.yaml": withHeader(`use: [shared/apps.yaml, shared/assign.yaml]\n`),
      "shared/apps.yaml": withHeader(APPS),
      "shared/assign.yaml": withHeader(`use: [shared/apps.yaml]\n${ASSIGN}`),
    });
    const own = states[1]?.state === "loaded" ? states[1].loaded : null;
    expect(own?.configuration).toMatchObject({
      tenantId: OWN_ID,
      apps: [{ name: "expenses", source: { file: "../../shared/apps.yaml", line: 3 } }, { name: "onboarding" }],
      assignments: [{ app: "expenses", source: { file: "../../shared/assign.yaml", line: 4 } }],
    });
    expect(own?.loaded.sources).toEqual(["state.yaml", "../../shared/apps.yaml", "../../shared/assign.yaml"]);
  });

  it("is another one when a shared file is", async () => {
    expect(await digestWith(APPS)).not.toBe(await digestWith(`${APPS}# changed\n`));
  });

  it("may have the policy that tenants share, and lists beside a shared file", async () => {
    const { states } = await loadFleet({
      ...FLEET,
      "tenants/own/state.yaml": withHeader("use: [shared/policy.yaml, shared/apps/apps.yaml]\n"),
      "shared/policy.yaml": withHeader("policy: { maxChanges: 7 }\n"),
      "shared/apps/apps.yaml": withHeader(
        `${APPS}assignments:\n  - { app: expenses, version: ">=2.3", to: [{ usersFrom: ../pilots.csv }] }\n`,
      ),
      "shared/pilots.csv": "adele@contoso.com\n",
    });
    expect(states[1]).toMatchObject({ loaded: { configuration: { policy: { maxChanges: { count: 7 } } } } });
  });
});

describe("what is wrong with a tenant is its own, with the shared file and line", () => {
  it.each<[string, Files, readonly string[]]>([
    ["its YAML", { "tenants/own/state.yaml": "apiVersion: [\n" }, ["tenants/own/state.yaml:2:1 invalid-yaml"]],
    ["no file at all", { "tenants/own/readme.md": "" }, ["tenants/own:-:- no-desired-state"]],
    [
      "another tenant's id",
      { "tenants/own/state.yaml": STATE.replace("\n", `\ntenant: ${CONTOSO_ID}\n`) },
      ["tenants/own:-:- other-tenant"],
    ],
    [
      "a shared file that is not there",
      { "tenants/own/state.yaml": withHeader("use: [shared/aps.yaml]\n") },
      ["tenants/own/state.yaml:2:7 unreadable-file"],
    ],
    [
      "a mistake in a shared file",
      { "tenants/own/state.yaml": USES, "shared/apps.yaml": withHeader("apps:\n  expenses: { manifestId: x }\n") },
      ["shared/apps.yaml:3:27 invalid-id"],
    ],
    [
      "shared files in a circle",
      {
        "tenants/own/state.yaml": USES,
        "shared/apps.yaml": withHeader(`${APPS}use: [shared/more.yaml]\n`),
        "shared/more.yaml": withHeader("use: [shared/apps.yaml]\n"),
      },
      ["shared/more.yaml:2:7 use-circle"],
    ],
    [
      "a shared file that uses itself",
      { "tenants/own/state.yaml": USES, "shared/apps.yaml": withHeader(`${APPS}use: [shared/apps.yaml]\n`) },
      ["shared/apps.yaml:5:7 use-circle"],
    ],
    [
      "an app that two files describe",
      {
        "tenants/own/state.yaml": USES.replace("use:", `apps: { expenses: { manifestId: ${MANIFEST_ID} } }\nuse:`),
        "shared/apps.yaml": withHeader(`apps:\n  expenses: { catalogId: ${OWN_ID} }\n`),
      },
      ["shared/apps.yaml:3:3 said-twice"],
    ],
    [
      "a shared file that names a tenant",
      { "tenants/own/state.yaml": USES, "shared/apps.yaml": withHeader(`tenant: ${OWN_ID}\n${APPS}`) },
      ["shared/apps.yaml:2:1 section-misplaced"],
    ],
    [
      "a policy of its own beside the shared one",
      {
        "tenants/own/state.yaml": STATE,
        "tenants/own/policy.yaml": withHeader("use: [shared/policy.yaml]\npolicy: {}\n"),
        "shared/policy.yaml": withHeader("policy: {}\n"),
      },
      ["shared/policy.yaml:2:1 said-twice"],
    ],
    [
      "a section that its policy does not allow in shared files",
      {
        "tenants/own/policy.yaml": withHeader("policy: { sections: { apps: [apps.yaml] } }\n"),
        "tenants/own/state.yaml": USES,
        "shared/apps.yaml": withHeader(APPS),
      },
      ["shared/apps.yaml:2:1 section-misplaced"],
    ],
    [
      "a list outside of the shared folder",
      {
        "tenants/own/state.yaml": USES,
        "shared/apps.yaml": withHeader(
          `${APPS}assignments:\n  - { app: expenses, version: ">=2.3", to: [{ usersFrom: ../tenants/contoso/all.csv }] }\n`,
        ),
        "tenants/contoso/all.csv": "adele@contoso.com\n",
      },
      ["shared/apps.yaml:6:58 outside-folder"],
    ],
  ])("%s", async (_name, files, expected) => {
    expect(await problemsOfOwn(files)).toEqual(expected);
  });

  it("a link out of the shared folder", async () => {
    const found = await inFolder({ ...FLEET, "tenants/own/state.yaml": USES, "shared/a.yaml": "" }, async (folder) => {
      symlinkSync(join(folder, "tenants/contoso/state.yaml"), join(folder, "shared/apps.yaml"));
      return places(await load(join(folder, "tenants/own")));
    });
    expect(found).toContain("state.yaml:2:7 outside-folder");
  });

  it("a link to a hidden file of the fleet", async () => {
    const found = await inFolder(
      { ...FLEET, "tenants/own/state.yaml": USES, "shared/.hidden.yaml": "" },
      async (folder) => {
        symlinkSync(join(folder, "shared/.hidden.yaml"), join(folder, "shared/apps.yaml"));
        return places(await load(join(folder, "tenants/own")));
      },
    );
    expect(found).toContain("state.yaml:2:7 outside-folder");
  });

  it("a folder of tenants without a fleet, and one that only looks like it", async () => {
    const files = {
      "tenants/own/state.yaml": USES,
      "others/own/state.yaml": USES,
      "shared/apps.yaml": withHeader(APPS),
    };
    const found = await inFolder(files, async (folder) => [
      places(await load(join(folder, "tenants/own"))),
      places(await load(join(folder, "others/own"))),
    ]);
    for (const problems of found) expect(problems).toContain("state.yaml:2:7 use-without-fleet");
  });

  it("the whole fleet, taken for one desired state", async () => {
    const loaded = await inFolder({ ...FLEET, "tenants/own/state.yaml": STATE }, load);
    expect(loaded.diagnostics.find(({ file }) => file === "fleet.yaml")).toMatchObject({
      code: "not-desired-state",
      message: "this is the file of a fleet, and no desired state",
    });
  });
});
