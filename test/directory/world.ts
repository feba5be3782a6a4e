import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent } from "undici";
import { beforeAll, beforeEach, onTestFinished } from "vitest";
import { GraphError } from "../../src/errors.ts";
import { createGraph, type Graph } from "../../src/graph/client.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { fixedToken } from "../../src/graph/token.ts";
import type { Directory, DirectoryUser, UserLookup } from "../../src/resolve/directory.ts";
import type { DirectoryStore } from "../../src/resolve/directory-changes.ts";
import { followedDirectory } from "../../src/resolve/followed-directory.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/store.ts";
import { tryPostgresStore } from "../../src/store/postgres/store.ts";
import { embedded } from "../store/postgres/databases.ts";
import { createVirtualClock, HURRIED, type VirtualClock } from "../fakes/clock.ts";

export const DAY_MS = 24 * 60 * 60_000;
const TENANT_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";

/** A tenant, a store, and runs that follow the one into the other. */
export interface World {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly graph: Graph;
  readonly store: () => Store;
  /** A run of its own; gives the paths of what it asked for. */
  readonly look: (options?: LookOptions) => Promise<Look>;
  /** What Graph has, read in full. */
  readonly truth: () => Promise<Seen>;
  /** What could not be followed so far, and how old what stands is; null: it was read in full. */
  readonly failures: readonly (readonly [what: string, ageMs: number | null])[];
  readonly closeStore: () => Promise<void>;
  readonly loseStore: () => Promise<void>;
}

export interface LookOptions {
  readonly groups?: readonly string[];
  readonly maxAgeMs?: number;
  /** Looked up by name, besides. */
  readonly names?: readonly string[];
  /** What stands for the store in this run. */
  readonly store?: (store: DirectoryStore) => DirectoryStore;
}

/** Everybody, and who is in which group; a group that cannot be read has the code of its error. */
export interface Seen {
  readonly everybody: readonly DirectoryUser[];
  readonly groups: Readonly<Record<string, readonly DirectoryUser[] | string>>;
}

export interface Look {
  readonly seen: Seen;
  readonly asked: readonly string[];
  readonly found: ReadonlyMap<string, UserLookup>;
}

/** Where the directory is kept: the same tests say the same of both. */
export const STORES = ["SQLite", "PGlite"] as const;
type Kind = (typeof STORES)[number];

let kindNow: Kind = "SQLite";

/** The worlds of the tests in this block have such a store. */
export function worldsOn(kind: Kind): void {
  // Where no test waits for its start.
  if (kind === "PGlite") beforeAll(async () => void (await embedded()));
  beforeEach(() => {
    kindNow = kind;
  });
}

interface Keeping {
  readonly open: () => Promise<Store>;
  readonly lose: () => Promise<void>;
}

let databases = 0;
/** Rows of another tenant, who has none: as good as another database. */
const takeOther = async (): Promise<void> => void (databases += 1);

const keptIn: Readonly<Record<Kind, (folder: string, clock: VirtualClock) => Promise<Keeping>>> = {
  SQLite: async (folder, clock) => ({
    async open() {
      const store = await openStore({ path: join(folder, "store.db"), tenant: "t", clock, notice: () => undefined });
      if (store === null) throw new Error("no store");
      return store;
    },
    lose: () => rm(join(folder, "store.db"), { force: true }),
  }),
  async PGlite(_, clock) {
    const { address, open: connect } = await embedded();
    await takeOther();
    return {
      lose: takeOther,
      async open() {
        const databaseTime = (): Promise<number> => Promise.resolve(clock.now());
        const own = { address, tenant: `t${databases}`, clock, databaseTime, notice: () => undefined };
        const tried = await tryPostgresStore({ ...own, makes: true, connect });
        if (tried.kind === "refused") throw new Error(tried.why);
        return tried.store;
      },
    };
  },
};

/** @param groups those that every look reads */
export async function startWorld(yaml: string, groups: readonly string[], roles?: readonly string[]): Promise<World> {
  const clock = createVirtualClock(Date.parse("2026-01-05T08:00:00Z"));
  const sandbox = await startSandbox({ tenant: parseTenant(yaml, "tenant.yaml"), clock, throttle: "off" });
  const dispatcher = new Agent();
  const folder = await mkdtemp(join(tmpdir(), "trueup-directory-"));
  const token = roles === undefined ? "any-token" : sandboxToken({ tenantId: TENANT_ID, roles });
  const graph = createGraph({
    root: parseGraphRoot(sandbox.url),
    dispatcher,
    tokenSource: fixedToken(token),
    clock: createVirtualClock(0, HURRIED),
    random: () => 0,
    limitsScale: 1000,
  });
  const failures: [string, number | null][] = [];
  const kept = await keptIn[kindNow](folder, clock);
  let store = await kept.open();
  onTestFinished(async () => {
    await store.close();
    await dispatcher.destroy();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    sandbox,
    clock,
    graph,
    failures,
    store: () => store,
    async look({
      groups: asked = groups,
      maxAgeMs = 0,
      names = [],
      store: stands = (real: DirectoryStore) => real,
    } = {}) {
      const before = sandbox.requests.length;
      const directory = followedDirectory(graph.directory, {
        changes: graph.changes,
        store: stands(store.directory),
        references: { users: [], groups: asked, everyone: true },
        maxAgeMs,
        now: () => clock.now(),
        noteFailure: (what, _, ageMs) => void failures.push([what, ageMs]),
      });
      const seen = await seenIn(directory, asked);
      const found = await directory.findUsers(names);
      return { seen, found, asked: sandbox.requests.slice(before).map(({ path }) => path) };
    },
    truth: () => seenIn(graph.directory, groups),
    closeStore: () => store.close(),
    async loseStore() {
      await store.close();
      await kept.lose();
      store = await kept.open();
    },
  };
}

async function seenIn(directory: Directory, groups: readonly string[]): Promise<Seen> {
  const seen: Record<string, readonly DirectoryUser[] | string> = {};
  for (const name of groups) {
    const [group, ...others] = await directory.findGroups(name);
    seen[name] =
      group === undefined || others.length > 0
        ? `${others.length + (group === undefined ? 0 : 1)} groups`
        : await everybodyIn(directory.readMembers(group.id)).catch(codeOf);
  }
  return { groups: seen, everybody: await everybodyIn(directory.readAllUsers()) };
}

async function everybodyIn(pages: AsyncIterable<readonly DirectoryUser[]>): Promise<readonly DirectoryUser[]> {
  const users = new Map<string, DirectoryUser>();
  for await (const page of pages) for (const user of page) users.set(user.id, user);
  return [...users.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function codeOf(error: unknown): string {
  if (error instanceof GraphError) return error.code;
  throw error;
}

/** The delta queries among paths, without their tokens. */
export function deltasIn(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => path.includes("/delta"))
    .map((path) => path.replace(/(token=).*/, "$1").replace(/ or id eq.*/, " …"));
}
