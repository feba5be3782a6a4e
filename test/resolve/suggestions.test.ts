import { describe, expect, it } from "vitest";
import { GraphError } from "../../src/errors.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { configuration, NO_FILTERS } from "./configurations.ts";
import { directoryOf, person } from "../fakes/directory.ts";

const USERS = ["adele@contoso.com", "megan@contoso.com", "o'brien@contoso.com"].map((userPrincipalName, index) =>
  person(`u${index}`, { userPrincipalName }),
);
const GROUPS = ["Finance", "Vertr\u00E4ge", "O'Brien's team", "Board of directors"].map((displayName, index) => ({
  id: `g${index}`,
  displayName,
  members: ["u0"],
}));

const tenant = () => directoryOf({ users: USERS, groups: GROUPS });

describe("a group that the directory does not have", () => {
  it.each([
    ["a letter too much", "Finnance", 'did you mean "Finance"?'],
    ["two letters that changed places, as the first of a name", "Fniance", 'did you mean "Finance"?'],
    ["another case", "FINANCES", 'did you mean "Finance"?'],
    [
      "a letter of two characters",
      "Vertra\u0308ge",
      'it holds U+0308 (a combining mark, which makes one letter of two characters) as character 7; did you mean "Vertr\u00E4ge"?',
    ],
    [
      "a curly apostrophe",
      "O\u2019Brien's team",
      "it holds U+2019 (right single quotation mark) as character 2; did you mean \"O'Brien's team\"?",
    ],
    [
      "two blanks",
      "Board  of directors",
      'it holds two blanks in a row as character 6; did you mean "Board of directors"?',
    ],
    [
      "a no-break space",
      "Board\u00A0of directors",
      'it holds U+00A0 (no-break space) as character 6; did you mean "Board of directors"?',
    ],
  ])("%s", async (_name, group, expected) => {
    const { desired } = await resolve(configuration([{ to: [`group: ${group}`] }]), tenant(), NO_FILTERS);
    expect(desired.targets[0]?.detail).toBe(`the directory has no such group; ${expected}`);
  });

  it.each(["Facilities", "Marketing", "g9"])("says no more where nothing is near %s", async (group) => {
    const { desired } = await resolve(configuration([{ to: [`group: ${group}`] }]), tenant(), NO_FILTERS);
    expect(desired.targets[0]?.detail).toBe("the directory has no such group");
  });
});

describe("a user whom the directory does not have", () => {
  it.each([
    ["named in to", "adele@contso.com", 'did you mean "adele@contoso.com"?'],
    ["like nobody", "zoe@contoso.com", null],
    ["by object id", "11111111-2222-4333-8444-555555555555", null],
  ])("%s", async (_name, user, detail) => {
    const { desired } = await resolve(configuration([{ to: [`user: ${user}`] }]), tenant(), NO_FILTERS);
    expect(desired.rows.at(0)?.user.account).toEqual({ state: "not-found", detail });
  });

  it("named in except", async () => {
    const assignments = [{ to: ["group: Finance"], except: ["user: meggan@contoso.com"] }];
    const { desired } = await resolve(configuration(assignments), tenant(), NO_FILTERS);
    expect(desired.targets.find(({ role }) => role === "except")?.detail).toBe(
      'the directory has no such user; did you mean "megan@contoso.com"?',
    );
  });

  it("is looked for in what was read of everyone, without asking again", async () => {
    const directory = tenant();
    const asked: string[] = [];
    const counting = {
      ...directory,
      namesLike: (kind: "user" | "group", beginning: string) => {
        asked.push(beginning);
        return directory.namesLike(kind, beginning);
      },
    };
    const assignments = [{ to: ["everyone", "user: adel@contoso.com"] }];
    const { desired } = await resolve(configuration(assignments), counting, NO_FILTERS);
    expect(desired.rows.find(({ user }) => user.id === null)?.user.account).toMatchObject({
      detail: 'did you mean "adele@contoso.com"?',
    });
    expect(asked).toEqual([]);
  });

  it("is looked for among the names that were read of everyone, some of which are not shown", async () => {
    const users = [...USERS, person("u9", { userPrincipalName: null })];
    const assignments = [{ to: ["everyone", "user: adel@contoso.com"] }];
    const { desired } = await resolve(configuration(assignments), directoryOf({ users, groups: [] }), NO_FILTERS);
    expect(desired.rows.find(({ user }) => user.asWritten === "adel@contoso.com")?.user.account).toEqual({
      state: "not-found",
      detail: 'did you mean "adele@contoso.com"?',
    });
  });

  it.each<["target" | "run"]>([["target"], ["run"]])("where looking for it fails, the %s ends", async (scope) => {
    const failure = new GraphError("searching failed", { code: "Forbidden", status: 403, scope });
    const directory = { ...tenant(), namesLike: () => Promise.reject(failure) };
    const reading = resolve(configuration([{ to: ["user: adel@contoso.com"] }]), directory, NO_FILTERS);
    if (scope === "run") return expect(reading).rejects.toBe(failure);
    // Without a suggestion, and still as a user who is not there.
    expect((await reading).desired.rows.at(0)?.user.account).toEqual({ state: "not-found", detail: null });
  });

  it("is looked for five times at most", async () => {
    const names = Array.from({ length: 9 }, (_value, index) => `adele${index}@contoso.com`);
    const { desired } = await resolve(configuration([{ to: [names] }]), tenant(), NO_FILTERS);
    const details = desired.rows.map(({ user }) =>
      user.account.state === "not-found" ? user.account.detail : "found",
    );
    expect(details.filter((detail) => detail !== null)).toHaveLength(5);
  });
});
