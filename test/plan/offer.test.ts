import { describe, expect, it } from "vitest";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import { parseVersion } from "../../src/model/version.ts";
import { offerOf, requirementsOf } from "../../src/plan/offer.ts";
import { catalog, definition, known, SEND } from "./builders.ts";

const UNKNOWN = { state: "unknown" };

function versionOf(text: string) {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

describe("what a version requires", () => {
  const required = requirementsOf(
    catalog(
      definition("1.0", known()),
      definition("1.1.0-rc.1", known()),
      definition("1.1.0", known(SEND)),
      definition("2.0.0", known(SEND)),
      definition("2.0", known()),
      definition("soon", known()),
    ),
  );

  it.each([
    ["1.0.0", known()],
    ["1.1", known(SEND)],
    ["1.1.0-rc.1", known()],
    ["1.1.0-rc.2", UNKNOWN],
    ["2.0.0", UNKNOWN],
    ["3.0.0", UNKNOWN],
  ])("%s", (text, expected) => {
    expect(required(versionOf(text))).toEqual(expected);
  });

  it("is unknown where there is no entry", () => {
    expect(requirementsOf({ state: "not-in-catalog" })(versionOf("1.0"))).toEqual(UNKNOWN);
  });
});

it("the work grows with the number of definitions, not with its square", () => {
  let looks = 0;
  const counted = Array.from({ length: 2_000 }, (_, index) => ({
    ...definition("1.0.0", known()),
    get version() {
      looks += 1;
      return `1.${index}.0`;
    },
  }));
  const entry = catalog(...counted);
  expect(offerOf(entry).state).toBe("offered");
  const required = requirementsOf(entry);
  for (let index = 0; index < counted.length; index += 1) required(versionOf(`1.${index}.0`));
  expect(looks).toBeLessThan(10 * counted.length);
});

it.each<[string, CatalogEntry, string, string | null]>([
  [
    "two that are the same version, of several",
    catalog(definition("2.3.0"), definition("2.4.0"), definition("2.4")),
    "version-not-comparable",
    "two published definitions are the same version: 2.4 and 2.4.0",
  ],
  [
    "three of them, whatever is newer",
    catalog(definition("2.4.0"), definition("2.5.0"), definition("2.4"), definition("2.4.0.0")),
    "version-not-comparable",
    "two published definitions are the same version: 2.4 and 2.4.0 and 2.4.0.0",
  ],
  ["no version", catalog(definition(null)), "version-not-comparable", "published version missing"],
  ["no version that compares", catalog(definition("next")), "version-not-comparable", 'published version "next"'],
  ["an id in the other field", { state: "wrong-field", displayName: "Expenses" }, "app-not-in-catalog", null],
  ["two apps", { state: "ambiguous", ids: ["a", "b"] }, "app-ambiguous", "catalog ids a and b"],
  ["no answer", { state: "unreadable", detail: "403" }, "catalog-unreadable", "403"],
])("offers nothing of %s", (_, entry, reason, detail) => {
  expect(offerOf(entry)).toEqual({ state: "none", reason, detail });
});
