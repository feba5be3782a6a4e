import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../architecture/repository.ts";
import { firstOf } from "../share.ts";

describe("GitLab's schema takes the example", () => {
  const changes: readonly [string, string, string, RegExp][] = [
    ["as it is", "", "", /^json schema validated/m],
    [
      "but no key that GitLab does not know",
      "interruptible:",
      "interruptable:",
      /'interruptable' property is not expected/,
    ],
    [
      "but no list for a text",
      "resource_group: ",
      "resource_group: [] #",
      /'resource_group' property type must be string/,
    ],
  ];
  it.each(firstOf(changes, 2))("%s", (_name, written, changed, expected) => {
    const folder = mkdtempSync(join(tmpdir(), "trueup-gitlab-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const text = readFileSync(`${ROOT}examples/gitlab/.gitlab-ci.yml`, "utf8").replaceAll(written, changed);
    writeFileSync(join(folder, ".gitlab-ci.yml"), text);
    const git = (...args: readonly string[]) => spawnSync("git", ["-C", folder, ...args]);
    git("init", "--quiet");
    git("remote", "add", "origin", "https://gitlab.com/contoso/teams-apps.git");
    git(
      "-c",
      "user.name=Adele",
      "-c",
      "user.email=adele@contoso.com",
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      "begin",
    );
    const checker = `${ROOT}node_modules/gitlab-ci-local/dist/index.js`;
    const { stdout, stderr } = spawnSync(process.execPath, [checker, "--list"], { cwd: folder, encoding: "utf8" });
    expect(stdout + stderr).toMatch(expected);
  });
});

const azure = process.env["TRUEUP_AZURE_PIPELINES_SCHEMA"] ?? "";
if (azure === "") {
  console.warn("\nNOT CHECKED: the example for Azure DevOps against its schema (TRUEUP_AZURE_PIPELINES_SCHEMA).\n");
}

describe.skipIf(azure === "")("the schema of Azure Pipelines takes the example", () => {
  it.each([
    ["azure-pipelines.yml", "", "", true],
    ["trueup-steps.yml", "", "", true],
    ["azure-pipelines.yml", "addSpnToEnvironment", "addSpn", false],
    ["azure-pipelines.yml", "timeoutInMinutes", "timeoutMinutes", false],
  ])("%s with %j as %j: %s", (file, written, changed, expected) => {
    // The schema has a text for most numbers and switches, as the service takes them, and its patterns are not of the kind with `u`.
    const ajv = new Ajv({ strict: false, coerceTypes: true, unicodeRegExp: false });
    const isGood = ajv.compile(JSON.parse(readFileSync(azure, "utf8")));
    const text = readFileSync(`${ROOT}examples/azure-devops/${file}`, "utf8").replaceAll(written, changed);
    expect(isGood(parse(text))).toBe(expected);
  });
});
