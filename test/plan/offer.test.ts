import { describe, expect, it } from "vitest";
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
