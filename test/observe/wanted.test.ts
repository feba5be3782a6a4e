import { describe, expect, it } from "vitest";
import { desiredUsers } from "../../src/observe/observation-cache.ts";
import { desiredState } from "../apply/desired.ts";

const texts = (...asks: Parameters<typeof desiredState>[0]) =>
  Object.fromEntries([...desiredUsers(desiredState(asks))].map(({ userId, wanted }) => [userId, wanted]));

describe("what is wanted for a user, as one text", () => {
  it("names every app with what is asked for it", () => {
    expect(
      texts(
        { user: "adele", app: "expenses", ensure: "upgraded" },
        { user: "adele", app: "travel", ensure: "absent" },
        { user: "megan", app: "expenses", ensure: "installed" },
      ),
    ).toEqual({ adele: "expenses upgraded latest; travel absent", megan: "expenses installed latest" });
  });

  it("differs when anything that is asked differs, and only then", () => {
    const before = texts({ user: "adele", app: "expenses", ensure: "upgraded" });
    expect(texts({ user: "adele", app: "expenses", ensure: "installed" })).not.toEqual(before);
    expect(texts({ user: "adele", app: "expenses", ensure: "upgraded" })).toEqual(before);
  });

  it("shares one text between users who are wanted alike", () => {
    const asks = ["adele", "megan"].flatMap((user) => [
      { user, app: "expenses", ensure: "upgraded" } as const,
      { user, app: "travel", ensure: "absent" } as const,
    ]);
    const [adele, megan] = [...desiredUsers(desiredState(asks))];
    expect(adele?.wanted).toBe(megan?.wanted);
  });
});
