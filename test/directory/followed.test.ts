import { describe, expect, it } from "vitest";
import { GraphError } from "../../src/errors.ts";
import { compareText } from "../../src/model/order.ts";
import type { DirectoryUser } from "../../src/resolve/directory.ts";
import type { DirectoryStore } from "../../src/resolve/directory-changes.ts";
import { isWorthFollowing } from "../../src/resolve/followed-directory.ts";
import { DAY_MS, deltasIn, type Look, startWorld, STORES, type World, worldsOn } from "./world.ts";

const TENANT = `
users: [{ upn: adele@contoso.com }, { upn: ben@contoso.com }, { upn: cleo@contoso.com }, { upn: dan@contoso.com, teams: false }]
groups:
  - { name: All, members: [{ group: Finance }, { user: dan@contoso.com }] }
  - { name: Finance, members: [{ user: adele@contoso.com }, { group: Interns }] }
  - { name: Interns, members: [{ user: ben@contoso.com }, { device: Screen }] }
  - { name: Other, members: [{ user: cleo@contoso.com }] }
`;
const GROUPS = ["All", "Finance", "Other"];

async function followed(roles?: readonly string[]): Promise<World> {
  const world = await startWorld(TENANT, GROUPS, roles);
  await world.look();
  return world;
}

function namesIn({ seen }: Look, group: string): readonly string[] {
  const members = seen.groups[group] ?? [];
  if (typeof members === "string") throw new Error(`${group} was not read: ${members}`);
  return members.map(({ userPrincipalName }) => userPrincipalName?.split("@")[0] ?? "").toSorted(compareText);
}

function firstPages({ asked }: Look): readonly string[] {
  return deltasIn(asked).filter((path) => !path.includes("token="));
}

const CHANGES = ["/groups/delta?$deltatoken=", "/groups/delta?$deltatoken=", "/groups/delta?$deltatoken="];

/** Answers as often as it is asked before the question with that number, and never again. */
function silentFrom(question: number, store: DirectoryStore, noteQuestion: () => void): DirectoryStore {
  let asked = 0;
  const ask = async <Value>(answer: () => Promise<Value>): Promise<Value | null> => {
    asked += 1;
    noteQuestion();
    return asked < question ? answer() : null;
  };
  return {
    streams: () => ask(() => store.streams()),
    keep: (round) => ask(() => store.keep(round)),
    drop: (names) => store.drop(names),
    findUsers: (names) => ask(() => store.findUsers(names)),
    users: (ids) => ask(() => store.users(ids)),
    findGroups: (name) => ask(() => store.findGroups(name)),
    groupsWithin: (groupId) => ask(() => store.groupsWithin(groupId)),
    memberIds: (groupId) => ask(() => store.memberIds(groupId)),
    everybody: (after) => ask(() => store.everybody(after)),
  };
}

describe.each(STORES)("kept in %s:", (kind) => {
  worldsOn(kind);

  describe("a directory that is followed", () => {
    it("shows what Graph shows, and asks for nothing but changes afterwards", async () => {
      const world = await startWorld(TENANT, GROUPS);
      const first = await world.look();
      expect(first.seen).toEqual(await world.truth());
      expect(first.asked.filter((path) => !path.includes("/delta"))).toEqual([]);
      const second = await world.look();
      expect(second.seen).toEqual(first.seen);
      expect(deltasIn(second.asked)).toEqual([...CHANGES, "/users/delta?$deltatoken="]);
      expect(second.asked).toHaveLength(4);
    });

    it("hears who joins a nested group, who leaves, and which groups are nested", async () => {
      const world = await followed();
      world.sandbox.addMember("Interns", "cleo@contoso.com");
      expect(namesIn(await world.look(), "All")).toEqual(["adele", "ben", "cleo", "dan"]);
      world.sandbox.removeMember("Finance", "Interns");
      expect(namesIn(await world.look(), "All")).toEqual(["adele", "dan"]);
      world.sandbox.addMember("Other", "Interns");
      const nested = await world.look();
      expect(namesIn(nested, "Other")).toEqual(["ben", "cleo"]);
      world.sandbox.addMember("Interns", "All");
      expect((await world.look()).seen).toEqual(await world.truth());
    });

    it.each(["told", "untold"] as const)("hears who is deleted and restored, their groups %s", async (memberships) => {
      const world = await followed();
      world.sandbox.removeUser("ben@contoso.com");
      const gone = await world.look();
      expect(gone.seen).toEqual(await world.truth());
      expect(namesIn(gone, "All")).toEqual(["adele", "dan"]);
      world.sandbox.restoreUser("ben@contoso.com", memberships === "told");
      const back = await world.look();
      expect(back.seen).toEqual(await world.truth());
      expect(namesIn(back, "Finance")).toEqual(["adele", "ben"]);
    });

    it("hears of licences, disabled accounts and new names", async () => {
      const world = await followed();
      world.sandbox.changeUser("dan@contoso.com", { teams: true });
      world.sandbox.changeUser("ben@contoso.com", { accountEnabled: false, userPrincipalName: "benno@contoso.com" });
      const { seen } = await world.look();
      expect(seen).toEqual(await world.truth());
    });

    it("takes a deleted group for not found, and its members out of others", async () => {
      const world = await followed();
      world.sandbox.removeGroup("Interns");
      world.sandbox.removeGroup("Other");
      const { seen } = await world.look();
      expect(seen).toEqual(await world.truth());
      expect(seen.groups["Other"]).toBe("0 groups");
    });

    it("follows a group from when it is first mentioned", async () => {
      const world = await startWorld(TENANT, GROUPS);
      await world.look({ groups: ["Finance"] });
      const { asked, seen } = await world.look();
      expect(seen).toEqual(await world.truth());
      expect(deltasIn(asked).filter((path) => path.includes("$filter"))).toHaveLength(1);
    });

    it("takes a member whom the users do not show for somebody of whom nothing is known", async () => {
      const world = await startWorld(TENANT, GROUPS);
      await world.look();
      const directory = world.store().directory;
      const stream = (await directory?.streams())?.find(({ groupIds }) => groupIds.length > 0);
      if (stream === undefined) throw new Error("no members are followed");
      const [groupId = ""] = stream.groupIds;
      const id = "00000000-0000-4000-8000-00000000ffff";
      const changes = [{ kind: "joined", groupId, id, type: "user" }] as const;
      const followedGroups = { kind: "members", groupIds: stream.groupIds } as const;
      await directory.keep({ followed: followedGroups, stream, before: stream.link, isFull: false, changes });
      const members = Object.values((await world.look()).seen.groups).flatMap((some): readonly DirectoryUser[] =>
        typeof some === "string" ? [] : some,
      );
      const unknown = { userPrincipalName: null, accountEnabled: null, userType: null, assignedPlans: null };
      expect(members).toContainEqual({ id, ...unknown });
    });

    it("reads a group that hides its members as it is read in full: not at all without the role", async () => {
      const hidden = `${TENANT}  - { name: Secret, visibility: HiddenMembership, members: [{ user: cleo@contoso.com }] }\n`;
      const world = await startWorld(hidden, [...GROUPS, "Secret"], ["User.Read.All", "GroupMember.Read.All"]);
      expect((await world.look()).seen.groups["Secret"]).toBe("hidden-members");
      world.sandbox.addMember("Other", "Secret");
      const { seen } = await world.look();
      expect(seen).toEqual(await world.truth());
      expect(seen.groups["Other"]).toBe("hidden-members");
    });
  });

  it.each([
    { everyone: true, groups: [], users: 0, worth: true },
    { everyone: false, groups: ["Finance"], users: 0, worth: true },
    { everyone: false, groups: [], users: 100, worth: false },
    { everyone: false, groups: [], users: 101, worth: true },
  ])(
    "for everyone: $everyone, groups $groups and $users users following is worth it: $worth",
    ({ users, worth, ...asked }) => {
      const names = Array.from({ length: users }, (_, index) => `user${index}@contoso.com`);
      expect(isWorthFollowing({ ...asked, users: names })).toBe(worth);
    },
  );

  describe("starting over", () => {
    const FULL = [
      "/groups/delta?$select=id,displayName,visibility",
      expect.stringContaining("/groups/delta?$select=id,members&$filter=id eq"),
      expect.stringContaining("/groups/delta?$select=id,members&$filter=id eq"),
      "/users/delta?$select=id,userPrincipalName,accountEnabled,userType,assignedPlans",
    ];

    it.each(["gone", "unknown"] as const)("where the tokens are %s", async (deltaTokens) => {
      const world = await followed();
      world.sandbox.addMember("Interns", "cleo@contoso.com");
      world.sandbox.removeUser("dan@contoso.com");
      world.sandbox.setDials({ deltaTokens });
      const again = await world.look();
      expect(again.seen).toEqual(await world.truth());
      expect(firstPages(again)).toEqual(FULL);
      expect(world.failures).toEqual([]);
    });

    it.each([400, 404, 409, 410])("where a token is answered with %i, whatever the code", async (status) => {
      const world = await followed();
      world.sandbox.addFault({ kind: "status", path: /deltatoken/, status });
      expect((await world.look()).seen).toEqual(await world.truth());
      expect(world.failures).toEqual([]);
    });

    it("after seven days for groups, and after one for users, without asking first", async () => {
      const world = await followed();
      await world.clock.advance(DAY_MS);
      const daily = await world.look();
      expect(firstPages(daily)).toEqual(FULL.slice(-1));
      await world.clock.advance(6 * DAY_MS);
      expect(firstPages(await world.look())).toEqual(FULL);
    });

    it("where the store is lost", async () => {
      const world = await followed();
      await world.loseStore();
      const again = await world.look();
      expect(again.seen).toEqual(await world.truth());
      expect(firstPages(again)).toEqual(FULL);
    });

    it("after somebody was forgotten, who is still there", async () => {
      const world = await followed();
      await world.store().forget("ben@contoso.com");
      const again = await world.look();
      expect(again.seen).toEqual(await world.truth());
      // Which groups are nested is still known, so that all are asked for together.
      expect(firstPages(again)).toEqual([FULL[0], FULL[1], FULL[3]]);
    });

    it.each(["shape", "link"] as const)("where the kept %s is another one", async (part) => {
      const world = await followed();
      const directory = world.store().directory;
      const stream = (await directory?.streams())?.find(({ name }) => name === "users");
      if (stream === undefined) throw new Error("users are not followed");
      const other = { shape: "/users/delta?$select=id", link: "https://elsewhere.example/users/delta?$deltatoken=a" };
      const changed = { ...stream, [part]: other[part] };
      await directory.keep({
        followed: { kind: "users" },
        stream: changed,
        before: stream.link,
        isFull: false,
        changes: [],
      });
      const again = await world.look();
      expect(again.seen).toEqual(await world.truth());
      expect(firstPages(again)).toEqual(FULL.slice(-1));
    });
  });

  describe("a store", () => {
    it("that stops answering anywhere leaves nothing unread", async () => {
      const world = await startWorld(TENANT, GROUPS);
      const truth = await world.truth();
      const names = ["adele@contoso.com", "ben@contoso.com"];
      let [question, asked] = [0, 0];
      // From each question on, until one look comes to its end before.
      do {
        question += 1;
        asked = 0;
        const store = (real: DirectoryStore): DirectoryStore => silentFrom(question, real, () => void (asked += 1));
        const { seen, found } = await world.look({ names, store });
        expect(seen, `silent from question ${question} on`).toEqual(truth);
        expect([...found.values()].map(({ state }) => state)).toEqual(["found", "found"]);
      } while (asked >= question);
      expect(asked).toBeGreaterThan(30);
    });

    it.each([
      { times: 1, full: 0, what: "once: the round begins again where that one ended" },
      { times: 3, full: 1, what: "each time: everybody is read in full" },
    ])("that another process keeps a round in, $what", async ({ times, full }) => {
      const world = await followed();
      let left = times;
      const overtaken = (real: DirectoryStore): DirectoryStore => ({
        ...real,
        keep: async (round) => {
          if (round.followed.kind !== "users" || left === 0) return real.keep(round);
          left -= 1;
          return { kind: "overtaken" };
        },
      });
      const { seen, asked } = await world.look({ store: overtaken });
      expect(seen).toEqual(await world.truth());
      expect(asked.filter((path) => path.startsWith("/users?"))).toHaveLength(full);
    });

    it("that does not know a name leaves it to Graph", async () => {
      const world = await followed();
      const { found } = await world.look({ names: ["ADELE@contoso.com", "nobody@contoso.com"] });
      expect(found.get("ADELE@contoso.com")).toMatchObject({ state: "found" });
      expect(found.get("nobody@contoso.com")).toMatchObject({ state: "not-found" });
    });

    it("with more followed parts than are needed puts them together anew", async () => {
      const names = ["A", "B", "C", "D", "E", "F"];
      const groups = names.map((name) => `  - { name: ${name}, members: [{ user: adele@contoso.com }] }\n`).join("");
      const world = await startWorld(`users: [{ upn: adele@contoso.com }]\ngroups:\n${groups}`, names);
      for (let many = 1; many <= names.length; many += 1) await world.look({ groups: names.slice(0, many) });
      const { asked, seen } = await world.look();
      expect(seen).toEqual(await world.truth());
      expect(deltasIn(asked).filter((path) => path.startsWith("/groups/"))).toHaveLength(2);
    });
  });

  describe("what cannot be followed", () => {
    const broken = { kind: "status", path: /users\/delta/, status: 403 } as const;

    it("stands as it was, with its age, where that is young enough", async () => {
      const world = await followed();
      const before = await world.look();
      await world.clock.advance(60_000);
      world.sandbox.changeUser("dan@contoso.com", { teams: true });
      world.sandbox.addFault(broken);
      const after = await world.look({ maxAgeMs: 60_000 });
      expect(after.seen).toEqual(before.seen);
      expect(world.failures).toEqual([["users", 60_000]]);
    });

    it("is read in full where it is too old", async () => {
      const world = await followed();
      await world.clock.advance(60_000);
      world.sandbox.changeUser("dan@contoso.com", { teams: true });
      world.sandbox.addFault(broken);
      const after = await world.look({ maxAgeMs: 59_999 });
      expect(after.seen).toEqual(await world.truth());
      expect(world.failures).toEqual([["users", null]]);
    });

    it("is read in full where what is kept is of another shape", async () => {
      const world = await followed();
      const directory = world.store().directory;
      const stream = (await directory?.streams())?.find(({ name }) => name === "users");
      if (stream === undefined) throw new Error("users are not followed");
      const other = { ...stream, shape: "/users/delta?$select=id" };
      const round = {
        followed: { kind: "users" },
        stream: other,
        before: stream.link,
        isFull: false,
        changes: [],
      } as const;
      await directory.keep(round);
      world.sandbox.addFault(broken);
      expect((await world.look({ maxAgeMs: DAY_MS })).seen).toEqual(await world.truth());
      expect(world.failures).toEqual([["users", null]]);
    });

    it("is read in full where Graph asks to start over in the middle of a first round", async () => {
      const world = await startWorld(TENANT, GROUPS);
      world.sandbox.setDials({ deltaPageSize: 1 });
      world.sandbox.addFault({ kind: "status", path: /users\/delta.*skiptoken/, status: 410 });
      expect((await world.look()).seen).toEqual(await world.truth());
      expect(world.failures).toEqual([["users", null]]);
    });

    it("of some groups' members is read in full for those", async () => {
      const world = await startWorld(TENANT, GROUPS);
      world.sandbox.addFault({ kind: "status", path: /groups\/delta.*filter/, status: 403 });
      expect((await world.look()).seen).toEqual(await world.truth());
      expect(world.failures.map(([what]) => what)).toContain("members");
    });

    it("leaves everything as it was where a round breaks off in the middle", async () => {
      const world = await followed();
      const kept = await world.store().directory.streams();
      world.sandbox.setDials({ deltaPageSize: 1 });
      for (const name of ["adele", "ben", "cleo"]) world.sandbox.changeUser(`${name}@contoso.com`, { teams: false });
      world.sandbox.addFault({ kind: "status", path: /users\/delta.*skiptoken/, status: 403, after: 1, times: 1 });
      const after = await world.look({ maxAgeMs: 60_000 });
      expect(after.seen.everybody.filter(({ assignedPlans }) => assignedPlans?.length === 1)).toHaveLength(1);
      const users = (some: typeof kept) => some?.find(({ name }) => name === "users");
      expect(users(await world.store().directory.streams())).toEqual(users(kept));
      expect((await world.look()).seen).toEqual(await world.truth());
    });

    it("is asked of Graph where the store does not answer any more", async () => {
      const world = await followed();
      await world.closeStore();
      const { seen, asked } = await world.look();
      expect(seen).toEqual(await world.truth());
      expect(deltasIn(asked)).toEqual([]);
    });

    it("ends the run where nothing can be asked", async () => {
      const world = await followed();
      world.sandbox.addFault({ kind: "status", path: /delta/, status: 429, headers: { "retry-after": "86400" } });
      await expect(world.look({ maxAgeMs: DAY_MS })).rejects.toThrow(GraphError);
    });
  });
});
