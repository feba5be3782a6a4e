import { describe, expect, it } from "vitest";
import type { DirectoryChange, RoundToKeep } from "../../src/resolve/directory-changes.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { START } from "./store-in-folder.ts";

const at = everyStore();
/** More than any store reads or writes at a time. */
const MANY = 5_001;
const names = Array.from({ length: MANY }, (_, index) => `user${String(index).padStart(5, "0")}`);

function round(changes: readonly DirectoryChange[], before: string | null = null, isFull = true): RoundToKeep {
  const link = `${before ?? ""}.`;
  const stream = { name: "users", shape: "s", link, begunAt: START, fullAt: START, groupIds: [] };
  return { followed: { kind: "users" }, stream, before, isFull, changes };
}

const there = (id: string): DirectoryChange => ({
  kind: "user",
  id,
  told: { userPrincipalName: `${id}@contoso.com` },
});
const gone = (id: string): DirectoryChange => ({ kind: "user-gone", id });

describe.each(KINDS)("the directory in %s", (kind) => {
  at.is(kind);

  it("finds more people than are asked for at a time, by name and by id, each once", async () => {
    const { directory } = await at.store();
    await directory.keep(round(names.map(there)));
    const asked = names.flatMap((name) => [name.toUpperCase(), `${name}@contoso.com`]);
    const found = await directory.findUsers(asked);
    expect(found?.size).toBe(2 * MANY);
    expect([...(found?.values() ?? [])].every((users) => users.length === 1)).toBe(true);
    expect((await directory.users(names))?.size).toBe(MANY);
  });

  it("finds somebody once whose name is also their id", async () => {
    const { directory } = await at.store();
    await directory.keep(round([{ kind: "user", id: "adele", told: { userPrincipalName: "Adele" } }, there("ben")]));
    expect([...((await directory.findUsers(["ADELE"])) ?? [])]).toMatchObject([["adele", [{ id: "adele" }]]]);
  });

  it("takes a round in the order in which it is told, however long it is", async () => {
    const { directory } = await at.store();
    const [first = "", second = ""] = names;
    await directory.keep(round([there("old"), there("back"), gone("back"), ...names.map(there)]));
    const again = [gone(second), ...names.slice(1).map(there), gone("back"), gone("new"), gone("user04000")];
    expect(await directory.keep(round(again, "."))).toEqual({ kind: "kept", cameBack: true });
    const users = await directory.users([first, second, "old", "back", "new", "user04000", "user05000"]);
    expect(Object.fromEntries(users ?? [])).toMatchObject({
      [first]: "gone",
      [second]: { userPrincipalName: `${second}@contoso.com` },
      old: "gone",
      back: "gone",
      new: "gone",
      user04000: "gone",
      user05000: { id: "user05000" },
    });
    expect(await directory.keep(round([there(second)], "..", false))).toEqual({ kind: "kept", cameBack: false });
    expect(await directory.keep(round([there("old")], "...", false))).toEqual({ kind: "kept", cameBack: true });
  });

  it("keeps in a round that begins anew only what it tells, also of those who are there", async () => {
    const { directory } = await at.store();
    const told = { userPrincipalName: "adele@contoso.com", userType: "Guest", accountEnabled: true };
    await directory.keep(round([{ kind: "user", id: "adele", told }]));
    await directory.keep(round([there("adele")], "."));
    const adele = { id: "adele", userPrincipalName: "adele@contoso.com", userType: null, accountEnabled: null };
    expect((await directory.users(["adele"]))?.get("adele")).toEqual({ ...adele, assignedPlans: null });
  });
});
