import { describe, expect, it } from "vitest";
import type { DirectoryChange, RoundToKeep } from "../../src/resolve/directory-changes.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { START } from "./store-in-folder.ts";

const at = everyStore();
/** More than any store reads or writes at a time. */
const MANY = 5_001;
const names = Array.from({ length: MANY }, (_, index) => `user${String(index).padStart(5, "0")}`);

function round(changes: readonly DirectoryChange[]): RoundToKeep {
  const stream = { name: "users", shape: "s", link: "first", begunAt: START, fullAt: START, groupIds: [] };
  return { followed: { kind: "users" }, stream, before: null, isFull: true, changes };
}

const there = (id: string): DirectoryChange => ({
  kind: "user",
  id,
  told: { userPrincipalName: `${id}@contoso.com` },
});

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
});
