import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const TENANT = `
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: ${MANIFEST}
    displayName: Expenses
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.2.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }], bot: 5e1f0000-0000-4000-8000-000000000001 }
`;
const OLD = { version: "1.0.0", id: MANIFEST, name: { short: "Expenses" } };
const NEW = { ...OLD, version: "1.1.0", bots: [{ botId: "11111111-1111-4111-8111-111111111111" }] };

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({
    "old/manifest.json": JSON.stringify(OLD),
    "same.json": JSON.stringify({ ...OLD, version: "1.0.1" }),
    "new.json": JSON.stringify(NEW),
    "odd.json": JSON.stringify({ ...OLD, bots: 1 }),
    "none.json": "{}",
    "empty/other.txt": "",
  });
});
afterEach(() => line.end());

const at = (name: string): string => join(line.folder, name);
const run = (old: string, now: string, ...args: readonly string[]) => line.trueup(["why-click", old, now, ...args]);

describe("why-click", () => {
  it.each([
    {
      now: "new.json",
      exitCode: 2,
      says: /^People have to click.*\n.*\n {2}yes {2}adds a bot, or changes the id of one:\s+1{8}-/,
    },
    { now: "same.json", exitCode: 0, says: /^Nobody has to click/ },
    { now: "odd.json", exitCode: 3, says: /^Whether people have to click cannot be told[^]*\n {2}\? {4}adds a bot/ },
  ])("two manifests, the second $now: $exitCode", async ({ now, exitCode, says }) => {
    const ended = await run(at("old"), at(now));
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, expect.stringMatching(says)]);
    expect(ended.stdout.replaceAll(/\s+/g, " ")).toContain(
      "https://learn.microsoft.com/microsoftteams/apps-update-experience",
    );
  });

  it("as JSON names each condition, whether it applies, and its source", async () => {
    const { stdout } = await run(at("old"), at("new.json"), "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "why-click",
      old: { version: "1.0.0" },
      answer: "people-have-to",
      conditions: [
        { id: "bot", met: true, source: expect.stringContaining("learn.microsoft.com") },
        { id: "notification-only", met: false },
        { id: "bot-capabilities", met: false },
        { id: "web-application-info", met: false },
        { id: "permissions", met: false },
        { id: "messaging-extension", met: false },
      ],
    });
  });

  it("two versions of the catalog: what it shows is enough for yes, and never for no", async () => {
    const people = await run("2.1.0", "2.4", "--manifest-id", MANIFEST);
    expect([people.exitCode, people.stdout]).toEqual([
      2,
      expect.stringMatching(/yes {2}adds a bot.*there was none before/),
    ]);
    expect(people.stdout.replaceAll(/\s+/g, " ")).toMatch(
      /yes adds or removes permissions.*TeamsActivity\.Send\.User \(application\) is new/,
    );
    const unknown = await run("2.1.0", "2.2.0", "--manifest-id", MANIFEST);
    expect([unknown.exitCode, unknown.stdout]).toEqual([3, expect.stringMatching(/\? {4}adds a messaging extension/)]);
  });

  it.each([
    {
      name: "a manifest without a version",
      args: ["none.json", "new.json"],
      says: /none\.json is no manifest of an app: it has no "version"/,
    },
    {
      name: "a folder without a manifest",
      args: ["empty", "new.json"],
      says: /empty is no manifest of an app: the folder holds no manifest\.json/,
    },
    {
      name: "a version that the catalog does not have",
      args: ["2.1.0", "9.9.9", "--manifest-id", MANIFEST],
      says: /has no version 9\.9\.9[^]*it has 2\.1\.0, 2\.2\.0, 2\.4\.0/,
    },
    {
      name: "an id that is nearly one of the catalog",
      args: ["2.1.0", "2.4.0", "--manifest-id", MANIFEST.replace("cf", "cd")],
      says: new RegExp(`shows no one app for [^]*did you mean "${MANIFEST}"\\?`),
    },
    {
      name: "a manifest id for a catalog id",
      args: ["2.1.0", "2.4.0", "--catalog-id", MANIFEST],
      says: /write manifestId in place of catalogId/,
    },
    { name: "two apps", args: ["1", "2", "--manifest-id", MANIFEST, "--catalog-id", MANIFEST], says: /name one app/ },
  ])("$name: an error that says so", async ({ args, says }) => {
    const [old = "", now = "", ...rest] = args;
    const isFile = old.endsWith(".json");
    const { exitCode, stderr } = await run(isFile ? at(old) : old, isFile ? at(now) : now, ...rest);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(says)]);
  });

  it("warns where the second is not newer", async () => {
    expect((await run(at("new.json"), at("old"))).stderr).toContain("1.0.0 is not newer than 1.1.0");
  });
});
