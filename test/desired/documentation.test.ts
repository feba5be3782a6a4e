import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import schema from "../../schemas/desired-state.schema.json" with { type: "json" };
import { CODES, FLEET_CODES } from "../../src/desired/problem.ts";
import { loadFiles, places } from "./folder.ts";

const page = readFileSync(new URL("../../docs/desired-state.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/^```yaml\n(apiVersion.*?)^```$/gms)].map(([, text = ""]) => text);

describe("docs/fleet.md", () => {
  it("shows every code of a fleet with its sentence", () => {
    const fleetPage = readFileSync(new URL("../../docs/fleet.md", import.meta.url), "utf8");
    const rows = [...fleetPage.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, code, sentence]) => [code, sentence]);
    expect(Object.fromEntries(rows)).toMatchObject(FLEET_CODES);
  });
});

describe("docs/desired-state.md", () => {
  it("shows every code with its sentence", () => {
    const [, table = ""] = page.split("## What can be wrong");
    const rows = [...table.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, code, sentence]) => [code, sentence]);
    expect(Object.fromEntries(rows)).toEqual(CODES);
  });

  it("names every key of the language", () => {
    const { app, assignment, target, policy } = schema.$defs;
    const parts = [schema, app, assignment, target, policy, policy.properties.sections];
    const keys = parts.flatMap(({ properties }) => Object.keys(properties));
    expect(keys.filter((key) => !page.includes(`\`${key}`))).toEqual([]);
  });

  it("has examples", () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(examples.map((text) => [text]))("shows an example that is valid:\n%s", async (text) => {
    const loaded = await loadFiles({ "policy.yaml": text });
    expect(places(loaded).filter((place) => !place.endsWith(" no-assignment"))).toEqual([]);
    expect(loaded.configuration).not.toBeNull();
  });
});
