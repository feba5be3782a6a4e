import process from "node:process";
import { getHeapStatistics } from "node:v8";
import { UsageError } from "../errors.ts";
import type { PolicyRules } from "../model/policy.ts";
import type { Directory, DirectoryUser } from "../resolve/directory.ts";

/** How large a run is. */
export interface RunSize {
  /** Everybody whom the directory showed. */
  readonly people: number;
  /** Pairs of a person and an app. */
  readonly rows: number;
  /** Rows that may be carried out; left out: none. */
  readonly changes?: number;
}

const MB = 2 ** 20;
/** With nobody in it, what a run needs while it reads and writes included. */
const BASE_MB = 80;
/**
 * What the directory, the answers about one person, the check of the plan and its report keep. A plan of 250,000 people with
 * one app did not fit into 105 MB, and did into 115 MB, as one of 100,000 people into 70 MB.
 */
const BYTES_PER_PERSON = 330;
/** What desired state, plan and result keep of one row. */
const BYTES_PER_ROW = 60;
/** What a run keeps besides of a row that it carries out: the row itself, how far it is, and what became of it. */
const BYTES_PER_CHANGE = 600;
/** What V8 takes for young objects beside the heap that `--max-old-space-size` sets: three times `--max-semi-space-size`. */
const YOUNG_MB = 192;
const SEMI_SPACE = /--max-semi-space-size=(\d+)(?:\s|$)/;
/** A quarter of what V8 takes by itself costs no time, and saves a hundred MB. */
const SEMI_SPACE_MB = 16;
/** What Node, SQLite and connections take outside of the heap. */
const OUTSIDE_MB = 120;
const POD_STEP_MB = 256;
const SMALLEST_POD_MB = 512;

/** The heap without young objects that a run of this size needs, in MB: as `--max-old-space-size` counts. */
export function heapNeedMb({ people, rows, changes = 0 }: RunSize): number {
  const bytes = people * BYTES_PER_PERSON + rows * BYTES_PER_ROW + changes * BYTES_PER_CHANGE;
  return BASE_MB + Math.ceil(bytes / MB);
}

/** How many rows a run carries out at most: where more are to be changed than policy allows, none is. */
export function mostChanges({ maxChanges, perRun }: Pick<PolicyRules, "maxChanges" | "perRun">, rows: number): number {
  const allowed = maxChanges.kind === "count" ? maxChanges.count : Math.ceil((rows * maxChanges.percent) / 100);
  return Math.min(rows, allowed, perRun ?? rows);
}

/** The memory of a pod for so much heap, in MB. */
export function podForHeapMb(heapMb: number): number {
  return Math.max(SMALLEST_POD_MB, Math.ceil((heapMb + YOUNG_MB + OUTSIDE_MB) / POD_STEP_MB) * POD_STEP_MB);
}

/** The heap that a pod of so much memory can have, in MB; what the smaller part for young objects leaves is room to spare. */
export function heapOfPodMb(podMb: number): number {
  return podMb - YOUNG_MB - OUTSIDE_MB;
}

/** What `NODE_OPTIONS` has to be in a pod of so much memory. */
export function nodeOptionsOf(podMb: number): string {
  return `--max-old-space-size=${heapOfPodMb(podMb)} --max-semi-space-size=${SEMI_SPACE_MB}`;
}

/** The heap that this process may have, in MB. */
export function heapLimitMb(): number {
  const options = [process.env["NODE_OPTIONS"] ?? "", ...process.execArgv].join(" ");
  const semiSpaceMb = SEMI_SPACE.exec(options)?.[1];
  const youngMb = semiSpaceMb === undefined ? YOUNG_MB : 3 * Number(semiSpaceMb);
  return Math.floor(getHeapStatistics().heap_size_limit / MB) - youngMb;
}

/**
 * Refuses a run that would end in the middle for want of memory.
 * @throws UsageError
 */
export function refuseTooLarge(size: RunSize, limitMb: number): void {
  const needMb = heapNeedMb(size);
  if (needMb <= limitMb) return;
  const [people, rows] = [size.people.toLocaleString("en"), size.rows.toLocaleString("en")];
  const { changes = 0 } = size;
  const changed = changes === 0 ? "" : `, of which ${changes.toLocaleString("en")} may be changed,`;
  throw tooLarge(`${people} people with ${rows} rows${changed} need about ${needMb} MB of heap`, needMb, limitMb);
}

/**
 * A directory that ends a list as soon as what was read so far is too large for any plan.
 * @param people how many it has shown
 * @throws UsageError from its lists
 */
export function boundedDirectory(directory: Directory, people: () => number, limitMb: number): Directory {
  async function* bounded(pages: AsyncIterable<readonly DirectoryUser[]>): AsyncGenerator<readonly DirectoryUser[]> {
    for await (const page of pages) {
      const needMb = heapNeedMb({ people: people(), rows: 0 });
      if (needMb > limitMb) {
        const many = people().toLocaleString("en");
        throw tooLarge(`more than ${many} people need more than ${needMb} MB of heap`, needMb, limitMb);
      }
      yield page;
    }
  }
  return {
    ...directory,
    readMembers: (groupId) => bounded(directory.readMembers(groupId)),
    readAllUsers: () => bounded(directory.readAllUsers()),
  };
}

function tooLarge(what: string, needMb: number, limitMb: number): UsageError {
  const podMb = podForHeapMb(needMb);
  return new UsageError(
    `${what}; this process has ${limitMb} MB`,
    `raise resources.limits.memory to ${quantityText(podMb)} and set NODE_OPTIONS="${nodeOptionsOf(podMb)}"`,
  );
}

/** As Kubernetes writes it: `1Gi`, `768Mi`. */
export function quantityText(mb: number): string {
  return mb % 1024 === 0 ? `${mb / 1024}Gi` : `${mb}Mi`;
}
