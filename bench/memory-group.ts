import { mkdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";

/** Processes that may hold so much memory together, as those of a container may. Whoever would hold more is killed. */
export interface MemoryGroup {
  /** The file to write the id of a process to, so that it and its children belong to the group. */
  readonly members: string;
  /** Once no process is left in it. */
  readonly end: () => Promise<void>;
}

/** Where Linux has groups, and what holds their limit: https://docs.kernel.org/admin-guide/cgroup-v2.html and cgroup-v1/memory.html */
const KINDS = [
  { folder: "/sys/fs/cgroup", limit: "memory.max" },
  { folder: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes" },
] as const;

/** Makes a group; null where the system has none, or this user may not make one. */
export async function makeMemoryGroup(limitMb: number): Promise<MemoryGroup | null> {
  for (const { folder, limit } of KINDS) {
    const group = join(folder, `trueup-bench-${process.pid}`);
    try {
      await mkdir(group);
    } catch {
      continue;
    }
    const end = (): Promise<void> => rmdir(group);
    try {
      // A file that is not there is none of a group, and cannot be made in one.
      await writeFile(join(group, limit), String(limitMb * 2 ** 20), { flag: "r+" });
      return { members: join(group, "cgroup.procs"), end };
    } catch {
      await end();
    }
  }
  return null;
}
