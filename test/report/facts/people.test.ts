import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import { createPeople, readPseudonymKey } from "../../../src/report/facts/people.ts";

const KEY = "a key that only the tests know";
const ADELE = {
  id: "ABCD0000-0000-4000-8000-000000000001",
  userPrincipalName: "adele@contoso.com",
  asWritten: "Finance",
};

function label(
  user: typeof ADELE | (Omit<typeof ADELE, "id"> & { id: null }),
  key: string | null = KEY,
  showUsers = false,
) {
  return createPeople({ showUsers, key }).label(user);
}

describe("how people appear", () => {
  it.each([
    ["by name when that is asked for", ADELE, true, KEY, "adele@contoso.com"],
    ["as written where the directory gave no name", { ...ADELE, userPrincipalName: null }, true, null, "Finance"],
    ["not at all without a key", ADELE, false, null, null],
  ])("%s", (_name, user, showUsers, key, expected) => {
    expect(createPeople({ showUsers, key }).label(user)).toBe(expected);
  });

  it("as the first 40 bits of HMAC-SHA256 over the id in lower case, in base 32", () => {
    // printf %s abcd0000-0000-4000-8000-000000000001 | openssl dgst -sha256 -hmac 'a key that only the tests know' -binary | base32
    expect(label(ADELE)).toBe("u-b7bzcmt5");
  });

  it("as the same in every run and every spelling of the id", () => {
    expect(label({ ...ADELE, id: ADELE.id.toLowerCase() })).toBe(label(ADELE));
    expect(label({ ...ADELE, userPrincipalName: "renamed@contoso.com", asWritten: "Sales" })).toBe(label(ADELE));
  });

  it("by what is written where there is no id", () => {
    expect(label({ ...ADELE, id: null, asWritten: "BOB@contoso.com" })).toBe(
      label({ ...ADELE, id: null, asWritten: "bob@contoso.com" }),
    );
  });

  it("otherwise under another key", () => {
    expect(label(ADELE, "another key that is long enough")).not.toBe(label(ADELE));
  });

  it("as themselves only: two who meet in the short form are told apart by a longer one", () => {
    const people = createPeople({ showUsers: false, key: KEY });
    const [one, other] = COLLIDING;
    const first = people.label({ ...ADELE, id: one });
    const second = people.label({ ...ADELE, id: other });
    expect(first).toMatch(/^u-[a-z2-7]{8}$/);
    expect(second).toMatch(/^u-[a-z2-7]{16}$/);
    expect(second?.startsWith(first ?? "none")).toBe(true);
    expect(people.label({ ...ADELE, id: one })).toBe(first);
  });
});

/** Found by trying: the pseudonyms of these under the key of this file begin alike. */
const COLLIDING = ["user-343885", "user-1018358"] as const;

describe("TRUEUP_PSEUDONYM_KEY", () => {
  it.each([
    ["not set", undefined, null],
    ["empty", "", null],
    ["as long as it has to be", "0123456789abcdef", "0123456789abcdef"],
  ])("%s", (_name, value, expected) => {
    expect(readPseudonymKey(value)).toBe(expected);
  });

  it("that could be found by trying is refused, and not repeated", () => {
    expect(() => readPseudonymKey("secret")).toThrow(UsageError);
    expect(() => readPseudonymKey("secret")).toThrow("TRUEUP_PSEUDONYM_KEY has 6 characters");
  });
});
