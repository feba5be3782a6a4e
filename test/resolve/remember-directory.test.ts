import { describe, expect, it } from "vitest";
import { cachedDirectory } from "../../src/resolve/directory-cache.ts";
import type { Directory, DirectoryUser } from "../../src/resolve/directory.ts";

function user(name: string): DirectoryUser {
  return {
    id: `id-of-${name}`,
    userPrincipalName: `${name}@contoso.com`,
    accountEnabled: true,
    userType: "Member",
    assignedPlans: [],
  };
}

/** A directory that notes what it is asked, and fails for the first `failures` readings of lists. */
function directory(failures = 0): { readonly asked: string[]; readonly directory: Directory } {
  const asked: string[] = [];
  let left = failures;
  const pages = async function* (what: string): AsyncGenerator<readonly DirectoryUser[]> {
    asked.push(what);
    yield await Promise.resolve([user("adele")]);
    if (left > 0) {
      left -= 1;
      throw new Error(`${what} broke off`);
    }
    yield [user("megan")];
  };
  return {
    asked,
    directory: {
      findUsers: (names) => {
        asked.push(`users ${names.join(" ")}`);
        return Promise.resolve(
          new Map(names.map((name) => [name, { state: "found", user: user(name.split("@")[0] ?? "") } as const])),
        );
      },
      findGroups: (name) => {
        asked.push(`groups ${name}`);
        if (left > 0) {
          left -= 1;
          return Promise.reject(new Error("out of reach"));
        }
        return Promise.resolve([{ id: "g1", displayName: name }]);
      },
      namesLike: () => Promise.resolve([]),
      readResourceAccounts: () => Promise.resolve(null),
      readMembers: (id) => pages(`members ${id}`),
      readAllUsers: () => pages("everybody"),
    },
  };
}

async function namesIn(list: AsyncIterable<readonly DirectoryUser[]>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of list) names.push(...page.map(({ id }) => id));
  return names;
}

describe("a directory that is asked for two desired states", () => {
  it("is asked for a user once, in any case, and for those only that are new", async () => {
    const { asked, directory: real } = directory();
    const remembering = cachedDirectory(real);
    await remembering.findUsers(["adele@contoso.com"]);
    const found = await remembering.findUsers(["ADELE@contoso.com", "megan@contoso.com"]);
    expect(asked).toEqual(["users adele@contoso.com", "users megan@contoso.com"]);
    expect([...found.keys()]).toEqual(["ADELE@contoso.com", "megan@contoso.com"]);
    expect(found.get("ADELE@contoso.com")).toEqual({ state: "found", user: user("adele") });
  });

  it("a name without an answer is unreadable, and not absent", async () => {
    const { directory: real } = directory();
    const silent = { ...real, findUsers: () => Promise.resolve(new Map()) };
    const found = await cachedDirectory(silent).findUsers(["adele@contoso.com"]);
    expect(found.get("adele@contoso.com")).toMatchObject({ state: "unreadable" });
  });

  it("is asked for each list once, and gives the same people", async () => {
    const { asked, directory: real } = directory();
    const remembering = cachedDirectory(real);
    for (let time = 1; time <= 2; time += 1) {
      expect(await remembering.findGroups("Finance")).toEqual([{ id: "g1", displayName: "Finance" }]);
      expect(await namesIn(remembering.readMembers("g1"))).toEqual(["id-of-adele", "id-of-megan"]);
      expect(await namesIn(remembering.readAllUsers())).toEqual(["id-of-adele", "id-of-megan"]);
    }
    expect(asked).toEqual(["groups Finance", "members g1", "everybody"]);
  });

  it("gives a list that broke off to both alike: what was read, then the failure", async () => {
    const { asked, directory: real } = directory(1);
    const remembering = cachedDirectory(real);
    for (let time = 1; time <= 2; time += 1) {
      const met: string[] = [];
      const reading = (async () => {
        for await (const page of remembering.readAllUsers()) met.push(...page.map(({ id }) => id));
      })();
      await expect(reading).rejects.toThrow("everybody broke off");
      expect(met).toEqual(["id-of-adele"]);
    }
    expect(asked).toEqual(["everybody"]);
  });

  it("a list that broke off is the failure of no other", async () => {
    const { asked, directory: real } = directory(1);
    const remembering = cachedDirectory(real);
    await expect(namesIn(remembering.readMembers("g1"))).rejects.toThrow("members g1 broke off");
    expect(await namesIn(remembering.readMembers("g2"))).toHaveLength(2);
    expect(await namesIn(remembering.readAllUsers())).toHaveLength(2);
    expect(asked).toEqual(["members g1", "members g2", "everybody"]);
  });

  it("keeps no list that nobody read to its end", async () => {
    const { asked, directory: real } = directory();
    const remembering = cachedDirectory(real);
    for await (const page of remembering.readMembers("g1")) {
      expect(page).toHaveLength(1);
      break;
    }
    expect(await namesIn(remembering.readMembers("g1"))).toHaveLength(2);
    expect(asked).toEqual(["members g1", "members g1"]);
  });

  it("gives the failure of a group's name to both alike, and to no other name", async () => {
    const { asked, directory: real } = directory(1);
    const remembering = cachedDirectory(real);
    await expect(remembering.findGroups("Finance")).rejects.toThrow("out of reach");
    await expect(remembering.findGroups("FINANCE")).rejects.toThrow("out of reach");
    expect(await remembering.findGroups("Sales")).toHaveLength(1);
    expect(asked).toEqual(["groups Finance", "groups Sales"]);
  });

  it("is asked once for a group that is looked for twice at the same time", async () => {
    const { asked, directory: real } = directory();
    const remembering = cachedDirectory(real);
    await Promise.all([remembering.findGroups("Finance"), remembering.findGroups("finance")]);
    expect(asked).toEqual(["groups Finance"]);
  });

  it("keeps a user that could not be read as that, so that no difference comes of it", async () => {
    const { directory: real } = directory();
    const unreadable = { state: "unreadable", detail: "status 503" } as const;
    let isFirst = true;
    const flaky: Directory = {
      ...real,
      findUsers: (names) => {
        const answer = isFirst
          ? Promise.resolve(new Map(names.map((name) => [name, unreadable])))
          : real.findUsers(names);
        isFirst = false;
        return answer;
      },
    };
    const remembering = cachedDirectory(flaky);
    for (let time = 1; time <= 2; time += 1) {
      expect((await remembering.findUsers(["adele@contoso.com"])).get("adele@contoso.com")).toEqual(unreadable);
    }
  });
});
