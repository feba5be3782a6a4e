import { describe, expect, it } from "vitest";
import { type Diagnosis, diagnosisJson, renderDiagnosis, renderRoleGrants } from "../../src/report/doctor.ts";

const BAD = "a\u001B]0;title\u0007\u009B31m\u202E\nb##vso[task.complete]##[error]";
const SHOWN = "a\uFFFD]0;title\uFFFD\uFFFD31m\uFFFD\uFFFDb#\uFFFDvso[task.complete]#\uFFFD[error]";
const OBEYED = /(?!\n)[\p{Cc}\p{Cf}]|##(vso)?\[/u;

const DIAGNOSIS: Diagnosis = {
  tenantId: BAD,
  identity: BAD,
  signIn: BAD,
  cloud: BAD,
  graph: BAD,
  tokenEndsAt: BAD,
  roles: { held: [BAD, BAD], missing: [BAD], excess: [BAD] },
  checks: [
    { code: "catalog", title: BAD, state: "failed", detail: BAD, hint: BAD },
    { code: "directory", title: BAD, state: "ok", detail: BAD, hint: null },
  ],
};

describe("nothing that a token, a file or Graph says is obeyed by who reads what doctor found", () => {
  it("as text: each fact is a line of its own, and one only", () => {
    expect([...renderDiagnosis(DIAGNOSIS, { color: false, columns: null })].join("").split("\n")).toEqual([
      ...["tenant", "identity", "sign-in", "cloud", "graph", "token ends"].map((name) => name.padEnd(11) + SHOWN),
      `permissions held: ${SHOWN},`,
      `  ${SHOWN}`,
      "",
      `FAILED   ${SHOWN}`,
      `         ${SHOWN}`,
      `         hint: ${SHOWN}`,
      `ok       ${SHOWN}`,
      `         ${SHOWN}`,
      "",
      "1 of 2 checks failed",
      "",
    ]);
  });

  it("as JSON, which holds the same data", () => {
    const json = diagnosisJson(DIAGNOSIS);
    expect(json).not.toMatch(OBEYED);
    expect(JSON.parse(json)).toMatchObject({ kind: "diagnosis", healthy: false, ...DIAGNOSIS });
  });

  it("nor the id of an application in the commands that grant roles", () => {
    const text = [...renderRoleGrants([{ purpose: "To plan", roles: [] }], BAD)].join("");
    expect(text).not.toMatch(OBEYED);
    expect(text).toContain(`--id ${SHOWN} `);
  });
});
