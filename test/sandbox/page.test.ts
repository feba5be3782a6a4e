import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import schema from "../../schemas/tenant-file.schema.json" with { type: "json" };
import { CONTROLS } from "../../src/sandbox/control.ts";
import { DEFAULT_DIALS } from "../../src/sandbox/dials.ts";
import { ROUTES } from "../../src/sandbox/routes.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { DOCUMENTED_LIMITS } from "../../src/sandbox/throttle.ts";

const DIALS = schema.$defs.dials.properties;
const page = readFileSync(new URL("../../docs/sandbox.md", import.meta.url), "utf8");

describe("docs/sandbox.md lists what there is:", () => {
  it("endpoints, with their limits", () => {
    const shown = rowsUnder("## Endpoints").map(([method, path, limit]) => [method, path, limit]);
    expect(shown).toEqual(ROUTES.map((route) => [route.method, route.path, route.class]));
  });

  it("limits", () => {
    const shown = rowsUnder("## Limits").map(([name = "", limit = ""]) => [name, Number.parseInt(limit, 10)]);
    expect(Object.fromEntries(shown)).toEqual(DOCUMENTED_LIMITS);
  });

  it("dials, with what they start as", () => {
    const shown = rowsUnder("## Dials").map(([name = "", start = ""]) => [name, start]);
    expect(Object.fromEntries(shown)).toEqual(
      Object.fromEntries(
        Object.entries(DEFAULT_DIALS).map(([name, value]) => [name, String(JSON.parse(JSON.stringify(value)))]),
      ),
    );
    expect(Object.keys(DIALS)).toEqual(Object.keys(DEFAULT_DIALS));
  });

  it("every setting of every dial", () => {
    for (const [name = "", start = "", others = ""] of rowsUnder("## Dials")) {
      const dial: object = Reflect.get(DIALS, name);
      if (!("enum" in dial)) continue;
      expect([start, ...others.split(", ")].sort(), name).toEqual([...arrayOf(dial.enum)].sort());
    }
  });

  it("faults", () => {
    expect(rowsUnder("## Faults").map(([kind]) => kind)).toEqual(schema.$defs.fault.properties.kind.enum);
  });

  it("controls", () => {
    const shown = rowsUnder("## The control endpoint").map(([method, path]) => [method, path]);
    expect(shown).toEqual(CONTROLS.map(({ method, path }) => [method, path]));
  });

  it("a tenant file with every key, which is one", () => {
    const example = /## The tenant file[^]*?```yaml\n([^]*?)```/.exec(page)?.[1] ?? "";
    const tenant = parseTenant(example.replaceAll("…", ""), "docs/sandbox.md");
    expect(tenant.users).toHaveLength(241);
    for (const key of Object.keys(schema.properties)) expect(example).toContain(`${key}:`);
  });
});

it("the schema of tenant files is one", () => {
  const ajv = new Ajv2020();
  expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
});

describe("docs/sandbox.md names a source, or says that there is none:", () => {
  const sections = ["Tokens and roles", "Users and groups", "Delta queries", "App catalog", "Reading installations"];
  const more = [
    "Installing, upgrading, removing",
    "Consent",
    "Subscriptions and notifications",
    "Limits",
    "Batches",
    "Errors and ids",
  ];

  it.each([...sections, ...more])("%s", (section) => {
    const rows = rowsUnder(`## ${section}`);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      const source = row.at(-1) ?? "";
      expect(source, row[0]).toMatch(
        /https:\/\/|our choice|same page|[a-z]+-[a-z-]+|resources\/|samples|OpenAPI|#\d+|no call/,
      );
    }
  });

  it("does not name a page of nowhere", () => {
    const hosts = [...page.matchAll(/<https:\/\/([^/>]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(["learn.microsoft.com"]));
  });
});

function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.slice(page.indexOf(`\n${heading}\n`) + heading.length + 2).split("\n## ")[0] ?? "";
  const table = section.split("\n").filter((line) => line.startsWith("|"));
  return table.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

function arrayOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
