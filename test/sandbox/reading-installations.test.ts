import { describe, expect, it } from "vitest";
import type { Dials } from "../../src/sandbox/dials.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import {
  ADELE,
  asCaller,
  CLIENT_APP,
  consent,
  EXPENSES,
  installationOf,
  installed,
  NOBODY,
  NOTES,
  SEND,
  TENANT,
  WATCH,
} from "./people-and-apps.ts";
import { allPages, each, items, part, START_MS, startTenant } from "./tenant-client.ts";

const BOTH = "$expand=teamsApp,teamsAppDefinition";
const CONSENT = "$select=id,consentedPermissionSet";
const GRANTED = { resourceSpecificPermissions: [SEND] };

describe("the list", () => {
  it("shows the id alone, and the app and its definition where they are expanded", async () => {
    const { get } = await startTenant(TENANT);
    expect(items(await get(installed(ADELE))).map((item) => Object.keys(item ?? {}))).toEqual([["id"], ["id"]]);
    const [first] = items(await get(`${installed("adele@contoso.com")}?${BOTH}`));
    expect(first).toMatchObject({
      teamsApp: { id: EXPENSES, distributionMethod: "organization" },
      teamsAppDefinition: { teamsAppId: EXPENSES, version: "2.4.0", publishingState: "published" },
    });
  });

  it("an expansion may select", async () => {
    const { get } = await startTenant(TENANT);
    const [first] = items(
      await get(`${installed(ADELE)}?$expand=teamsApp($select=id),teamsAppDefinition($select=version)`),
    );
    expect(first).toMatchObject({ teamsApp: { id: EXPENSES }, teamsAppDefinition: { version: "2.4.0" } });
    expect(Object.keys(Object(part(first, "teamsApp")))).toEqual(["id"]);
  });

  it.each([
    [`teamsApp/id eq '${NOTES}'`, [NOTES]],
    [`teamsApp/displayName eq 'NOTES'`, [NOTES]],
    [`teamsApp/distributionMethod eq 'sideloaded'`, []],
    [`teamsApp/id eq '${NOTES}' or teamsAppDefinition/displayName eq 'expenses'`, [EXPENSES, NOTES]],
  ])("filter %s", async (filter, apps) => {
    const { get } = await startTenant(TENANT);
    const reply = await get(`${installed(ADELE)}?$expand=teamsApp&$filter=${encodeURIComponent(filter)}`);
    expect(each(reply, "teamsApp").map((app) => part(app, "id"))).toEqual(apps);
  });

  it("somebody without apps has an empty list; a name of nobody answers 404", async () => {
    const { get } = await startTenant(TENANT);
    expect(items(await get(installed("megan@contoso.com")))).toEqual([]);
    expect((await get(installed("nobody@contoso.com"))).error).toEqual([
      "NotFound",
      "Failed to find user with id 'nobody@contoso.com' in the tenant",
    ]);
  });

  it("built-in apps come first, for everyone", async () => {
    const { get } = await startTenant(`${TENANT}builtIn: [{ name: Activity, version: "1.0" }]\n`);
    for (const [user, count] of [
      ["adele@contoso.com", 3],
      ["megan@contoso.com", 1],
    ] as const) {
      const reply = await get(`${installed(user)}?$expand=teamsApp`);
      expect(items(reply)).toHaveLength(count);
      expect(part(items(reply)[0], "teamsApp")).toMatchObject({ displayName: "Activity", distributionMethod: "store" });
    }
  });

  it.each([
    "$top=5",
    "$orderby=id",
    "$count=true",
    "$select=version",
    "$expand=bot",
    "$expand=teamsApp($expand=x)",
    "$filter=id eq 'x'",
  ])("%s is refused", async (query) => {
    const { get } = await startTenant(TENANT);
    expect(await get(encodeURI(`${installed(ADELE)}?${query}`))).toMatchObject({ status: 400 });
  });

  it("comes in pages as large as the dial says", async () => {
    const client = await startTenant(TENANT, { dials: { pageSize: 1 } });
    const pages = await allPages(client, `${installed(ADELE)}?$expand=teamsApp`);
    expect(pages.map((page) => each(page, "teamsApp").map((app) => part(app, "id")))).toEqual([[EXPENSES], [NOTES]]);
  });
});

describe("consent", () => {
  it("is hidden without $select, in the list and in a single read", async () => {
    const { get } = await startTenant(TENANT);
    expect(each(await get(`${installed(ADELE)}?${BOTH}`), "consentedPermissionSet")).toEqual([undefined, undefined]);
    expect(part((await get(installationOf(ADELE, EXPENSES))).body, "consentedPermissionSet")).toBeUndefined();
  });

  it("is shown by a single read that selects it, whatever lists do", async () => {
    const { get } = await startTenant(TENANT, { dials: { consentOnList: "refused" } });
    const reply = await get(`${installationOf(ADELE, EXPENSES)}?${CONSENT}`);
    expect(part(reply.body, "consentedPermissionSet")).toEqual(GRANTED);
  });

  it.each<[Dials["consentOnList"], number, unknown, boolean]>([
    ["shown", 200, GRANTED, true],
    ["ignored", 200, undefined, true],
    ["drops-expand", 200, GRANTED, false],
    ["refused", 400, undefined, false],
  ])("on the list, the dial %s answers %i", async (consentOnList, status, granted, isExpanded) => {
    const { get } = await startTenant(TENANT, { dials: { consentOnList } });
    const reply = await get(`${installed(ADELE)}?${BOTH}&${CONSENT}`);
    expect(reply.status).toBe(status);
    const first = status === 200 ? items(reply)[0] : null;
    expect(part(first, "consentedPermissionSet")).toEqual(granted);
    expect(part(first, "teamsApp") !== undefined).toBe(isExpanded);
  });

  it.each([
    ["lower", "application"],
    ["pascal", "Application"],
  ] as const)("types are spelled %s", async (permissionTypes, permissionType) => {
    const { get } = await startTenant(TENANT, { dials: { permissionTypes } });
    const reply = await get(`${installationOf(ADELE, EXPENSES)}?${CONSENT}`);
    expect(part(reply.body, "consentedPermissionSet")).toEqual({
      resourceSpecificPermissions: [{ ...SEND, permissionType }],
    });
  });
});

describe("a single read", () => {
  it("finds the installation with and without the = at the end of its id", async () => {
    const { get } = await startTenant(TENANT);
    const path = installationOf(ADELE, EXPENSES);
    expect(path.endsWith("=")).toBe(true);
    expect(await get(path)).toMatchObject({ status: 200 });
    expect(await get(path.replace(/=+$/, ""))).toMatchObject({ status: 200 });
  });

  it("is an object, or a list of one, as the dial says", async () => {
    const { get } = await startTenant(TENANT, { dials: { singleRead: "wrapped" } });
    expect(items(await get(installationOf(ADELE, EXPENSES)))).toHaveLength(1);
  });

  it.each([
    ["an unknown installation", "bm90aGluZw==", 404],
    ["the id of the app", EXPENSES, 400],
  ])("%s", async (_what, wrongId, status) => {
    const { get } = await startTenant(TENANT);
    expect(await get(`${installed(ADELE)}/${wrongId}`)).toMatchObject({ status });
  });
});

describe("an object id of nobody", () => {
  it.each([
    ["not-found", 404],
    ["empty", 200],
  ] as const)("the dial %s answers %i", async (listForUnknownId, status) => {
    const { get } = await startTenant(TENANT, { dials: { listForUnknownId } });
    expect(await get(installed(NOBODY))).toMatchObject({ status });
    expect(await get(installed("nobody@contoso.com"))).toMatchObject({ status: 404 });
  });
});

describe("lag", () => {
  it("reads show a write only after it, and writes see the present", async () => {
    const { get, post, clock, sandbox } = await startTenant(TENANT, { dials: { lagMs: 5000 } });
    const version = async (): Promise<unknown> =>
      part(part(items(await get(`${installed(ADELE)}?${BOTH}`))[0], "teamsAppDefinition"), "version");
    const path = `${installationOf(ADELE, EXPENSES)}/upgrade`;
    expect(await post(path, consent(SEND, WATCH))).toMatchObject({ status: 204 });
    expect(sandbox.installationsOf(ADELE).find(({ app }) => app.id === EXPENSES)?.version).toBe("2.10.0");
    await clock.advance(4999);
    expect(await version()).toBe("2.4.0");
    await clock.advance(1);
    expect(part(items(await get(`${installed(ADELE)}?${BOTH}`))[1], "teamsAppDefinition")).toMatchObject({
      version: "2.10.0",
    });
  });

  it("a removal is seen at once by the next removal, and late by reads", async () => {
    const { get, remove, clock } = await startTenant(TENANT, { dials: { lagMs: 1000 } });
    const path = installationOf(ADELE, NOTES);
    expect(await remove(path)).toMatchObject({ status: 204 });
    expect(await remove(path)).toMatchObject({ status: 404 });
    expect(await get(path)).toMatchObject({ status: 200 });
    await clock.advance(1000);
    expect(await get(path)).toMatchObject({ status: 404 });
  });

  it("what the tenant began with was always there, also near the beginning of time", async () => {
    const tenant = parseTenant(TENANT, "tenant.yaml");
    const { get } = await startTenant(TENANT, { clock: createVirtualClock(0), dials: { lagMs: 5000 } });
    expect(tenant.installations).toHaveLength(2);
    expect(items(await get(installed(ADELE)))).toHaveLength(2);
  });
});

describe("roles", () => {
  const OTHER = "99999999-9999-4999-8999-999999999999";
  it.each([
    ["TeamsAppInstallation.ReadForUser.All", OTHER, 2],
    ["TeamsAppInstallation.Read.All", OTHER, 2],
    ["TeamsAppInstallation.ReadWriteForUser.All", OTHER, 2],
    ["TeamsAppInstallation.ReadWriteAndConsentForUser.All", OTHER, 2],
    ["TeamsAppInstallation.ReadWriteSelfForUser.All", OTHER, 0],
    ["TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All", OTHER, 0],
    ["TeamsAppInstallation.ReadSelectedForUser.All", OTHER, 0],
    ["TeamsAppInstallation.ManageSelectedForUser.All", OTHER, 0],
    ["TeamsAppInstallation.ReadWriteSelfForUser.All", CLIENT_APP, 1],
  ])("%s of app %s sees %i of two", async (role, appId, seen) => {
    const { get } = await startTenant(TENANT);
    const reply = await get(installed(ADELE), asCaller([role], appId));
    expect(reply.status).toBe(200);
    expect(items(reply)).toHaveLength(seen);
  });

  it("what a role does not see, a single read does not find", async () => {
    const { get } = await startTenant(TENANT);
    const caller = asCaller(["TeamsAppInstallation.ReadWriteSelfForUser.All"], OTHER);
    expect(await get(installationOf(ADELE, EXPENSES), caller)).toMatchObject({ status: 404 });
  });

  it.each([[["User.Read.All"]], [["TeamsAppInstallation.ReadForTeam.All"]], [[]]])(
    "%j sees nothing, and is told so",
    async (roles) => {
      const { get } = await startTenant(TENANT);
      expect((await get(installed(ADELE), asCaller(roles))).error).toEqual([
        "Forbidden",
        `Missing role permissions on the request. API requires one of 'TeamsAppInstallation.ReadForUser.All'. Roles on the request '${roles.join(", ")}'.`,
        "AccessDenied",
      ]);
    },
  );

  it("or is not told, as the dial says", async () => {
    const { get } = await startTenant(TENANT, { dials: { missingRole: "unexplained" } });
    expect((await get(installed(ADELE), asCaller([]))).error).toEqual(["UnknownError", ""]);
  });

  it("roles for teams beside a Self role do not widen it", async () => {
    const { get } = await startTenant(TENANT);
    const roles = ["TeamsAppInstallation.ReadForTeam.All", "TeamsAppInstallation.ReadWriteSelfForUser.All"];
    expect(items(await get(installed(ADELE), asCaller(roles, OTHER)))).toEqual([]);
  });
});

it("an installation whose version left the catalog keeps its version, and what that requires is not shown", async () => {
  const { get } = await startTenant(
    TENANT.replace("version: 2.4.0, consent", "version: 0.9, consent").replace("0.9", '"0.9"'),
  );
  const [first] = items(await get(`${installed(ADELE)}?${BOTH}`));
  expect(part(first, "teamsAppDefinition")).toMatchObject({ version: "0.9", authorization: null });
});

it("two sandboxes of one file show the same ids", async () => {
  expect(await idsOfAdele()).toEqual(await idsOfAdele());
});

async function idsOfAdele(): Promise<readonly unknown[]> {
  const sandbox = await startSandbox({ tenant: parseTenant(TENANT, "t.yaml"), clock: createVirtualClock(START_MS) });
  await sandbox.stop();
  return sandbox.installationsOf("adele@contoso.com").map(({ id }) => id);
}
