import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { NEVER_READ, type ObservationCache, type Recalled } from "../../src/observe/observation-cache.ts";
import { openStore } from "../../src/store/open.ts";
import type { LeaseTaker, Store } from "../../src/store/store.ts";
import { createVirtualClock, type VirtualClock } from "../fakes/clock.ts";
import { createDisk, type Disk } from "./disk.ts";

export const START = Date.UTC(2026, 0, 5, 8);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const TENANT = "3f6c1f0e-0000-4000-8000-000000000001 https://graph.microsoft.com";

/** A folder with a store file in it, and everything that was said about it. */
export interface StoreFolder {
  readonly path: () => string;
  readonly folder: () => string;
  readonly clock: () => VirtualClock;
  readonly notices: () => readonly string[];
  /** Opens the store; all that are still open are closed after the test. */
  readonly open: (tenant?: string) => Promise<Store | null>;
  /** Where the file is; it can be filled. Cleared for each test. */
  readonly disk: () => Disk;
  /** Rejects when it cannot be opened. */
  readonly store: () => Promise<Store>;
}

/** What is known of one user. */
export async function recallOne(memory: ObservationCache, userId: string): Promise<Recalled> {
  for await (const [first] of memory.recall([userId])) if (first !== undefined) return first[1];
  return NEVER_READ;
}

/** Somebody who asks for the lease, and takes nobody for gone. */
export function taker(name: string, isGone: LeaseTaker["isGone"] = () => false): LeaseTaker {
  return { name, place: `place of ${name}`, isGone };
}

/** Makes a new folder for each test of the file, and takes it away afterwards. */
export function storeFolder(): StoreFolder {
  let folder = "";
  let clock = createVirtualClock(START);
  let disk = createDisk();
  let notices: string[] = [];
  let opened: Store[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "trueup-store-"));
    clock = createVirtualClock(START);
    disk = createDisk();
    notices = [];
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const path = (): string => join(folder, "state", "tenant.db");
  const open = async (tenant = TENANT): Promise<Store | null> => {
    const store = await openStore({
      path: path(),
      tenant,
      clock,
      notice: (line) => notices.push(line),
      connect: disk.connect,
    });
    if (store !== null) opened.push(store);
    return store;
  };
  return {
    path,
    folder: () => folder,
    clock: () => clock,
    disk: () => disk,
    notices: () => notices,
    open,
    store: async () => {
      const store = await open();
      if (store === null) throw new Error(`no store: ${notices.join("; ")}`);
      return store;
    },
  };
}
