import { afterEach, expect, it } from "vitest";
import { derivedId } from "../../../src/sandbox/tenant.ts";
import { type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { apps, FINANCE, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

it("a user that cannot be read is named, is not acted on, and stops nobody else", async () => {
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  const ben = journey.sandbox.installationsOf("ben@contoso.com")[0]?.id ?? "";
  const [benId = ""] = Buffer.from(ben, "base64").toString().split("##");
  journey.sandbox.addFault({ kind: "status", path: new RegExp(`/users/${benId}/teamwork`), status: 403 });
  const result = await journey.converge();
  await expect(textOf(result)).toMatchFileSnapshot("1-result.txt");
  expect(summaryOf(result)).toEqual([
    "adele@contoso.com expenses: act upgrade -> applied",
    "ben@contoso.com expenses: blocked (installations-refused)",
    "cleo@contoso.com expenses: act upgrade -> applied",
  ]);
  expect(journey.writes().filter((write) => write.includes(benId))).toEqual([]);

  journey.sandbox.clearFaults();
  expect(summaryOf(await journey.converge())[1]).toBe("ben@contoso.com expenses: act upgrade -> applied");
});

const FALSE_ANSWERS = [
  "truncate",
  "not-json",
  "foreign-next-link",
  "repeat-next-link",
  "dead-next-link",
  "error-beside-list",
  "count-too-large",
  "partial",
] as const;

it.each(FALSE_ANSWERS)("people who are protected by a group stay so when it answers with %s", async (kind) => {
  const policy = "apiVersion: trueup/v1\npolicy: { protectedUsers: [{ group: Interns }] }\n";
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE, "policy.yaml": policy });
  const path = new RegExp(`${derivedId("group", "Interns")}/transitiveMembers`);
  journey.sandbox.addFault({ kind, method: "GET", path });
  const rows = summaryOf(await journey.converge());
  expect(rows.filter((row) => !/: held upgrade \(protected(-unresolved)?\)$/.test(row))).toEqual([]);
  expect(journey.writes()).toEqual([]);
});

it.each(FALSE_ANSWERS)("an answer that is %s is no empty list", async (kind) => {
  const absent =
    "apiVersion: trueup/v1\nassignments: [{ app: expenses, version: latest, ensure: installed, to: [{ group: Sales }] }]\n";
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "sales.yaml": absent });
  journey.sandbox.addFault({ kind, method: "GET", path: /teamwork\/installedApps/ });
  expect(summaryOf(await journey.plan())).toEqual(["dana@contoso.com expenses: blocked (unreadable)"]);
});
