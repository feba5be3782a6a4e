import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startTenant, type TenantClient } from "./tenant-client.ts";
import {
  ADELE,
  asCaller,
  CAMERA,
  CLIENT_APP,
  consent,
  DRAFT,
  EXPENSES,
  installationOf,
  installed,
  MEGAN,
  NOBODY,
  NOTES,
  SEND,
  TENANT,
  WATCH,
} from "./people-and-apps.ts";

const ALL = "TeamsAppInstallation.ReadWriteAndConsentForUser.All";
const NO_CONSENT = "TeamsAppInstallation.ReadWriteForUser.All";
const SELF = "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All";
const MISMATCH = "ResourceSpecificPermissionsMismatch";

describe("install", () => {
  it("brings the newest published version with the consent that was sent, and answers 201 without a body", async () => {
    const client = await startTenant(TENANT);
    const reply = await install(client, MEGAN, EXPENSES, consent(WATCH, SEND));
    expect([reply.status, reply.body]).toEqual([201, null]);
    expect(has(client.sandbox, MEGAN)).toEqual([
      "expenses 2.10.0 [CameraStream.Read.User delegated, TeamsActivity.Send.User application]",
    ]);
  });

  it.each([
    ["for a principal name", "MEGAN@contoso.com", NOTES, {}],
    ["without consent where nothing is required", MEGAN, NOTES, {}],
    ["with an empty set where nothing is required", MEGAN, NOTES, consent()],
    ["without consent where delegated permissions only are required", MEGAN, CAMERA, {}],
  ])("%s", async (_what, user, app, body) => {
    const client = await startTenant(TENANT);
    expect(await install(client, user, app, body)).toMatchObject({ status: 201 });
    expect(has(client.sandbox, MEGAN)).toHaveLength(1);
  });

  it.each([
    ["none", "none", "camera 1.0.0 []"],
    ["the required one", "required", "camera 1.0.0 [CameraStream.Read.User delegated]"],
  ] as const)("records %s for a delegated set that was left out, as the dial says", async (_what, dial, recorded) => {
    const client = await startTenant(TENANT, { dials: { consentWhenLeftOut: dial } });
    await install(client, MEGAN, CAMERA);
    expect(has(client.sandbox, MEGAN)).toEqual([recorded]);
  });

  it.each<[string, string, string, object, number, string]>([
    ["a name of nobody", "nobody@contoso.com", NOTES, {}, 404, "NotFound"],
    ["what is installed", ADELE, NOTES, {}, 409, "Conflict"],
    ["what is not in the catalog", MEGAN, NOBODY, {}, 404, "NotFound"],
    ["what is not published", MEGAN, DRAFT, {}, 404, "NotFound"],
    ["required consent left out", MEGAN, EXPENSES, {}, 400, MISMATCH],
    ["less consent than required", MEGAN, EXPENSES, consent(SEND), 400, MISMATCH],
    ["more consent than required", MEGAN, NOTES, consent(SEND), 400, MISMATCH],
    [
      "the right name in the wrong type",
      MEGAN,
      CAMERA,
      consent({ ...WATCH, permissionType: "application" }),
      400,
      MISMATCH,
    ],
    ["an unknown type", MEGAN, CAMERA, consent({ ...WATCH, permissionType: "sometimes" }), 400, "BadRequest"],
    ["a set without a list", MEGAN, CAMERA, { consentedPermissionSet: {} }, 400, "BadRequest"],
  ])("refuses %s", async (_what, user, app, body, status, code) => {
    const client = await startTenant(TENANT);
    const before = has(client.sandbox, ADELE);
    const reply = await install(client, user, app, body);
    expect([reply.status, reply.error[0]]).toEqual([status, code]);
    expect([has(client.sandbox, MEGAN), has(client.sandbox, ADELE)]).toEqual([[], before]);
  });

  it("understands both spellings of a permission type", async () => {
    const client = await startTenant(TENANT);
    expect(await install(client, MEGAN, CAMERA, consent({ ...WATCH, permissionType: "Delegated" }))).toMatchObject({
      status: 201,
    });
  });

  it.each([
    ["nothing", {}],
    [
      "a manifest's URL elsewhere",
      { "teamsApp@odata.bind": `https://graph.example/v1.0/appCatalogs/teamsApps/${NOTES}` },
    ],
    ["another thing below the root", { "teamsApp@odata.bind": "ROOT/users/x" }],
  ])("refuses a body that binds %s", async (_what, body) => {
    const { post, sandbox } = await startTenant(TENANT);
    const written = JSON.stringify(body).replace("ROOT", sandbox.url);
    expect(await post(installed(MEGAN), written)).toMatchObject({ status: 400 });
  });

  it("a well-formed object id of nobody is answered 201, and nothing happens", async () => {
    const client = await startTenant(TENANT);
    const before = client.sandbox.snapshot();
    expect(await install(client, NOBODY, NOTES)).toMatchObject({ status: 201, body: null });
    expect(client.sandbox.snapshot()).toEqual(before);
  });

  it.each([
    ["accepted", 201],
    ["not-found", 404],
  ] as const)("for an account without Teams the dial %s answers %i", async (installWithoutTeams, status) => {
    const client = await startTenant(TENANT, { dials: { installWithoutTeams } });
    expect(await install(client, MEGAN, NOTES)).toMatchObject({ status });
  });
});

describe("upgrade", () => {
  it("brings the newest published version with the consent that was sent, and answers 204 without a body", async () => {
    const client = await startTenant(TENANT);
    const reply = await upgrade(client, EXPENSES, consent(SEND, WATCH));
    expect([reply.status, reply.body]).toEqual([204, null]);
    expect(has(client.sandbox, ADELE)).toContain(
      "expenses 2.10.0 [TeamsActivity.Send.User application, CameraStream.Read.User delegated]",
    );
  });

  it("needs no body where nothing is required", async () => {
    const client = await startTenant(TENANT);
    expect(await upgrade(client, NOTES)).toMatchObject({ status: 204 });
    expect(has(client.sandbox, ADELE)).toContain("notes 1.2.0 []");
  });

  it.each([
    ["required consent left out", undefined],
    ["the consent of the old version", consent(SEND)],
  ])("refuses %s", async (_what, body) => {
    const client = await startTenant(TENANT);
    const before = has(client.sandbox, ADELE);
    const reply = await upgrade(client, EXPENSES, body);
    expect([reply.status, reply.error[0]]).toEqual([400, MISMATCH]);
    expect(has(client.sandbox, ADELE)).toEqual(before);
  });

  it.each([
    ["an installation that is not there", "bm90aGluZw==", 404, "NotFound"],
    ["the id of the app", EXPENSES, 403, "Forbidden"],
  ])("refuses %s", async (_what, id, status, code) => {
    const { post } = await startTenant(TENANT);
    const reply = await post(`${installed(ADELE)}/${id}/upgrade`);
    expect([reply.status, reply.error[0]]).toEqual([status, code]);
  });

  it("refuses an app that left the catalog", async () => {
    const client = await startTenant(TENANT);
    client.sandbox.unlist(NOTES);
    expect(await upgrade(client, NOTES)).toMatchObject({ status: 404 });
    expect(has(client.sandbox, ADELE)).toContain("notes 1.0 []");
  });

  it.each([
    ["consents", 204, "[TeamsActivity.Send.User application, CameraStream.Read.User delegated]"],
    ["nothing", 204, "[TeamsActivity.Send.User application]"],
    ["refused", 400, "[TeamsActivity.Send.User application]"],
  ] as const)("of what is already the newest, the dial %s answers %i", async (dial, status, recorded) => {
    const current = TENANT.replace("app: expenses, version: 2.4.0", "app: expenses, version: 2.10.0");
    const client = await startTenant(current, { dials: { upgradeWhenCurrent: dial } });
    expect(await upgrade(client, EXPENSES, consent(SEND, WATCH))).toMatchObject({ status });
    expect(has(client.sandbox, ADELE)).toContain(`expenses 2.10.0 ${recorded}`);
  });

  it("never goes back: a version newer than the catalog's stays", async () => {
    const ahead = TENANT.replace('app: notes, version: "1.0"', "app: notes, version: 9.0.0");
    const client = await startTenant(ahead);
    expect(await upgrade(client, NOTES)).toMatchObject({ status: 204 });
    expect(has(client.sandbox, ADELE)).toContain("notes 9.0.0 []");
  });

  it("follows what is published while it runs", async () => {
    const client = await startTenant(TENANT);
    client.sandbox.publish(NOTES, { version: "1.3.0", publishingState: "published", permissions: [] });
    await upgrade(client, NOTES);
    expect(has(client.sandbox, ADELE)).toContain("notes 1.3.0 []");
  });
});

describe("uninstall", () => {
  it("takes the app away and answers 204 without a body", async () => {
    const client = await startTenant(TENANT);
    const reply = await client.remove(installationOf(ADELE, NOTES));
    expect([reply.status, reply.body]).toEqual([204, null]);
    expect(has(client.sandbox, ADELE)).toEqual(["expenses 2.4.0 [TeamsActivity.Send.User application]"]);
  });

  it("refuses the id of the app", async () => {
    const { remove } = await startTenant(TENANT);
    const reply = await remove(`${installed(ADELE)}/${NOTES}`);
    expect(reply.error).toEqual(["BadRequest", `Invalid id '${NOTES}' provided.`]);
  });

  it.each([
    ["not-found", 404],
    ["accepted", 204],
  ] as const)("of what is not there, the dial %s answers %i", async (removalWhenAbsent, status) => {
    const { remove } = await startTenant(TENANT, { dials: { removalWhenAbsent } });
    expect(await remove(installationOf(MEGAN, NOTES))).toMatchObject({ status });
  });

  it("works for an app that left the catalog", async () => {
    const client = await startTenant(TENANT);
    client.sandbox.unlist(NOTES);
    expect(await client.remove(installationOf(ADELE, NOTES))).toMatchObject({ status: 204 });
  });
});

it("an app that is uploaded anew is another app: the old installation stays, and is an orphan", async () => {
  const client = await startTenant(TENANT);
  const anew = "0A4C8F6E-7B0E-4D1E-9A57-52F4F0A4C009";
  client.sandbox.reupload(NOTES, anew);
  expect(await upgrade(client, NOTES)).toMatchObject({ status: 404 });
  expect(await install(client, ADELE, anew)).toMatchObject({ status: 201 });
  expect(has(client.sandbox, ADELE).filter((line) => line.startsWith("notes"))).toEqual([
    "notes 1.0 []",
    "notes 1.2.0 []",
  ]);
});

function blocked(who: string): string {
  return `${TENANT}policies: { blocked: [{ app: notes, ${who} }] }\n`;
}

describe("policies", () => {
  it.each(["users: [megan@contoso.com]", "groups: [Finance]", "everyone: true"])(
    "an app that is blocked for %s is refused with the reason",
    async (who) => {
      const client = await startTenant(blocked(who));
      const reply = await install(client, MEGAN, NOTES);
      expect([reply.status, reply.error[0], reply.error[2]]).toEqual([403, "Forbidden", "AccessDenied"]);
      expect(reply.error[1]).toContain(`App is blocked by app permission policy.`);
      expect(reply.error[1]).toContain(`UserObjectId: ${MEGAN}, AppId: ${NOTES}`);
    },
  );

  it("blocks upgrades too, and nobody else", async () => {
    const client = await startTenant(blocked("users: [adele@contoso.com]"));
    expect(await upgrade(client, NOTES)).toMatchObject({ status: 403 });
    expect(await install(client, MEGAN, NOTES)).toMatchObject({ status: 201 });
    expect(await client.remove(installationOf(ADELE, NOTES))).toMatchObject({ status: 204 });
  });

  it("an app that a setup policy installed cannot be removed", async () => {
    const { remove } = await startTenant(`${TENANT}policies: { preinstalled: [{ app: notes, everyone: true }] }\n`);
    const reply = await remove(installationOf(ADELE, NOTES));
    expect([reply.status, reply.error[2]]).toEqual([403, "AppIsTenantAdminPreinstalled"]);
  });

  it.each(["Upgrade", "Uninstall"])("a permanent app: %s is refused", async (operation) => {
    const client = await startTenant(`${TENANT}policies: { permanent: [notes] }\n`);
    const path = installationOf(ADELE, NOTES);
    const reply = await (operation === "Upgrade" ? client.post(`${path}/upgrade`) : client.remove(path));
    expect(reply.error).toEqual([
      "Forbidden",
      `User operation (${operation}) is not allowed on a permanent app (appId: ${NOTES})`,
      "AccessDenied",
    ]);
  });

  it("a built-in app is permanent", async () => {
    const { remove, sandbox } = await startTenant(`${TENANT}builtIn: [{ name: Activity, version: "1.0" }]\n`);
    const [activity] = sandbox.installationsOf(MEGAN);
    expect(await remove(`${installed(MEGAN)}/${activity?.id ?? ""}`)).toMatchObject({ status: 403 });
  });

  it("with the tenant's switch off, apps that require permissions are refused, and no others", async () => {
    const client = await startTenant(`${TENANT}policies: { personalScopeConsent: false }\n`);
    expect(await install(client, MEGAN, EXPENSES, consent(SEND, WATCH))).toMatchObject({ status: 403 });
    expect(await install(client, MEGAN, CAMERA)).toMatchObject({ status: 403 });
    expect(await upgrade(client, EXPENSES, consent(SEND, WATCH))).toMatchObject({ status: 403 });
    expect(await install(client, MEGAN, NOTES)).toMatchObject({ status: 201 });
  });
});

describe("roles", () => {
  it.each<[string, string, object, number, string | undefined]>([
    [ALL, EXPENSES, consent(SEND, WATCH), 201, undefined],
    [NO_CONSENT, NOTES, {}, 201, undefined],
    [NO_CONSENT, CAMERA, {}, 201, undefined],
    [NO_CONSENT, EXPENSES, consent(SEND, WATCH), 400, MISMATCH],
    ["TeamsAppInstallation.ReadForUser.All", NOTES, {}, 403, "Forbidden"],
    ["AppCatalog.Read.All", NOTES, {}, 403, "Forbidden"],
    [SELF, NOTES, {}, 403, "Forbidden"],
    [SELF, EXPENSES, consent(SEND, WATCH), 201, undefined],
    ["TeamsAppInstallation.ManageSelectedForUser.All", NOTES, {}, 403, "Forbidden"],
  ])("%s installs %s: %i", async (role, app, body, status, code) => {
    const client = await startTenant(TENANT);
    const reply = await client.post(installed(MEGAN), bound(client, app, body), asCaller([role], CLIENT_APP));
    expect([reply.status, reply.error[0]]).toEqual([status, code]);
  });

  it("a Self role is told which app it may not manage", async () => {
    const { remove, sandbox } = await startTenant(TENANT);
    const reply = await remove(installationOf(ADELE, NOTES), asCaller([SELF], CLIENT_APP));
    expect(reply.error[1]).toBe(`AAD App Id '${CLIENT_APP}' is not allowed to manage the Teams App '${NOTES}'`);
    expect(has(sandbox, ADELE)).toHaveLength(2);
  });
});

it.each(["$select=id", "$expand=teamsApp", "x=1"])("a write takes no options: %s", async (query) => {
  const client = await startTenant(TENANT);
  expect(await client.remove(`${installationOf(ADELE, NOTES)}?${query}`)).toMatchObject({ status: 400 });
  expect(has(client.sandbox, ADELE)).toHaveLength(2);
});

function bound({ sandbox }: TenantClient, appId: string, body: object): object {
  return { "teamsApp@odata.bind": `${sandbox.url}/appCatalogs/teamsApps/${appId}`, ...body };
}

function install(client: TenantClient, user: string, appId: string, body: object = {}) {
  return client.post(installed(user), bound(client, appId, body));
}

function upgrade(client: TenantClient, appId: string, body?: object) {
  return client.post(`${installationOf(ADELE, appId)}/upgrade`, body);
}

/** `notes 1.0 []` for each app that somebody has. */
function has(sandbox: Sandbox, user: string): readonly string[] {
  return sandbox.installationsOf(user).map(({ app, version, consent: granted }) => {
    const permissions = granted.map(({ value, type }) => `${value} ${type}`).join(", ");
    return `${app.displayName} ${version} [${permissions}]`;
  });
}
