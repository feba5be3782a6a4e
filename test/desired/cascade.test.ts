import { describe, expect, it } from "vitest";
import { loadFiles, MANIFEST_ID, places, withHeader } from "./folder.ts";

const USERS = withHeader("users:\n  adele@contoso.com: { expenses: latest, expences: latest }\n");

describe("an app is not unknown while the file that describes it cannot be read as desired state", () => {
  it.each<[string, string, string]>([
    [
      "broken YAML",
      `apiVersion: trueup/v1\napps:\n  expenses: { manifestId: ${MANIFEST_ID}\n`,
      "apps.yaml:4:1 invalid-yaml",
    ],
    [
      "broken YAML that mentions the other name, though not as a key",
      `apiVersion: trueup/v1\napps: # not expences\n  "expenses": { manifestId: ${MANIFEST_ID}\n`,
      "apps.yaml:4:1 invalid-yaml",
    ],
    ["an alias", withHeader(`apps:\n  expenses: { manifestId: *id }\n`), "apps.yaml:3:27 yaml-alias"],
    ["no apiVersion", `apps:\n  expenses: { manifestId: ${MANIFEST_ID} }\n`, "apps.yaml:1:1 not-desired-state"],
  ])("%s", async (_name, apps, cause) => {
    const found = places(await loadFiles({ "apps.yaml": apps, "users.yaml": USERS }));
    expect(found).toContain(cause);
    expect(found.filter((place) => place.endsWith(" unknown-app"))).toEqual(["users.yaml:3:42 unknown-app"]);
  });
});
