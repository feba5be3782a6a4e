import { describe, expect, it } from "vitest";
import { isDatabaseAddress, readAddress } from "../../../src/store/postgres/address.ts";
import { explain } from "../../../src/store/postgres/problems.ts";

describe("the address of a database", () => {
  it.each([
    { text: "postgres://ana:s3cret@db.contoso.com:5432/trueup", shown: "postgres://ana@db.contoso.com:5432/trueup" },
    { text: "postgresql://db/trueup?sslmode=verify-full&password=s3cret", shown: "postgres://db/trueup" },
    { text: "POSTGRES://db/trueup", shown: "postgres://db/trueup" },
    { text: "postgres://", shown: null },
    { text: "/var/lib/trueup/store.db", shown: null },
  ])("$text is shown as $shown", ({ text, shown }) => {
    expect(readAddress(text)?.shown ?? null).toBe(shown);
    if (shown !== null) expect(isDatabaseAddress(text)).toBe(true);
  });

  it.each([
    { code: "ECONNREFUSED", says: "nothing listens there (ECONNREFUSED: no *** here)" },
    { code: "28P01", says: "it refuses the user name or the password (28P01: no *** here)" },
    { code: "XX000", says: "no *** here" },
  ])("what it says of $code never holds the password", ({ code, says }) => {
    const address = readAddress("postgres://ana:s%25cret@db/trueup");
    const error = Object.assign(new Error("no s%cret\n here"), { code });
    expect(address === null ? null : explain(error, address)).toBe(says);
  });
});
