import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Chance } from "../fuzz/chance.ts";

/** What one commit wants of an app. */
export interface Wish {
  /** Null: everybody. */
  readonly users: readonly string[] | null;
  readonly except: readonly string[];
  readonly ensure: "upgraded" | "installed" | "absent";
  /** The accepted versions are from `least` up to, and without, `below`; null: what is offered. */
  readonly range: { readonly least: number; readonly below: number } | null;
  readonly approved: readonly string[];
  readonly suspended: boolean;
}

/** The desired state as somebody meant it; the files are made of it, and never the other way round. */
export interface Commit {
  readonly id: string;
  /** When it came to the branch, in the time that has passed. */
  readonly atMs: number;
  /** False: whoever made it slipped, and it cannot be used. */
  readonly isGood: boolean;
  readonly suspends: boolean;
  readonly protects: readonly string[];
  readonly wishes: Readonly<Record<string, Wish>>;
}

/** The tenant of all years. */
export const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
export const APPS = ["calendar", "expenses", "onboarding"] as const;
export const PEOPLE: readonly string[] = Array.from(
  { length: 24 },
  (_, index) => `person${String(index + 1).padStart(2, "0")}@contoso.com`,
);
export const PERMISSIONS = ["TeamsActivity.Send.User", "TeamsAppInstallation.Read.User"] as const;

/** The catalog id of an app, and what its manifest says. */
export function idsOf(app: string): { readonly catalogId: string; readonly manifestId: string } {
  const number = String(APPS.findIndex((name) => name === app) + 1).padStart(12, "0");
  return { catalogId: `aaaaaaaa-0000-4000-8000-${number}`, manifestId: `bbbbbbbb-0000-4000-8000-${number}` };
}

/** A commit that follows another one: something of it is another way now. `offered`: the newest version of each app. */
export function nextCommit(
  before: Commit | null,
  chance: Chance,
  facts: {
    readonly number: number;
    readonly atMs: number;
    readonly kind: "good" | "bad" | "suspending";
    readonly offered: (app: string) => number;
  },
): Commit {
  const changed = chance.pick(APPS);
  const wishes = Object.fromEntries(
    APPS.map((app) => {
      const old = before?.wishes[app];
      return [app, old === undefined || app === changed ? wishOf(chance, facts.offered(app)) : old] as const;
    }),
  );
  return {
    id: facts.number.toString(16).padStart(40, "0"),
    atMs: facts.atMs,
    isGood: facts.kind !== "bad",
    suspends: facts.kind === "suspending",
    protects: chance.onceIn(3) ? some(chance, 2) : [],
    wishes,
  };
}

function wishOf(chance: Chance, offered: number): Wish {
  const least = Math.max(1, offered - chance.number(4));
  return {
    users: chance.onceIn(3) ? some(chance, 12) : null,
    except: chance.onceIn(2) ? some(chance, 2) : [],
    ensure: chance.pick(["upgraded", "upgraded", "installed", "absent"]),
    range: chance.onceIn(2) ? null : { least, below: least + 1 + chance.number(6) },
    approved: PERMISSIONS.slice(0, 1 + chance.number(2)),
    suspended: chance.onceIn(10),
  };
}

function some(chance: Chance, most: number): readonly string[] {
  const from = chance.number(PEOPLE.length);
  return Array.from(
    { length: 1 + chance.number(most) },
    (_, index) => PEOPLE[(from + index * 5) % PEOPLE.length] ?? "",
  );
}

/** Writes the files of a commit into a folder, which is emptied first. */
export function writeFiles(commit: Commit, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const apps = Object.entries(commit.wishes).map(
    ([app, { approved, suspended }]) =>
      `  ${app}: { manifestId: ${idsOf(app).manifestId}, permissions: [${approved.join(", ")}], suspend: ${suspended} }`,
  );
  const assignments = Object.entries(commit.wishes).map(([app, wish]) => {
    const to = wish.users === null ? "{ everyone: true }" : wish.users.map((user) => `{ user: ${user} }`).join(", ");
    const except =
      wish.except.length === 0 ? "" : `, except: [${wish.except.map((user) => `{ user: ${user} }`).join(", ")}]`;
    const version = wish.range === null ? '"latest"' : `">=${wish.range.least}.0.0 <${wish.range.below}.0.0"`;
    const which = wish.ensure === "absent" ? "ensure: absent" : `ensure: ${wish.ensure}, version: ${version}`;
    return `  - { app: ${app}, ${which}, to: [${to}]${except} }`;
  });
  const text = [
    "apiVersion: trueup/v1",
    `tenant: ${TENANT_ID}`,
    "apps:",
    ...apps,
    "assignments:",
    ...assignments,
    ...(commit.isGood ? [] : ["assignmentz: []"]),
  ];
  const policy = [
    "apiVersion: trueup/v1",
    "policy:",
    '  maxChanges: "100%"',
    '  maxRemovals: "100%"',
    `  suspend: ${commit.suspends}`,
    `  protectedUsers: [${commit.protects.join(", ")}]`,
  ];
  writeFileSync(join(folder, "state.yaml"), `${text.join("\n")}\n`);
  writeFileSync(join(folder, "policy.yaml"), `${policy.join("\n")}\n`);
}
