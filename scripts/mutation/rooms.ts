import { globSync } from "node:fs";

/** What is changed in a room, and the folders whose tests have to notice it. */
interface Room {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

/** The rooms that decide, consent and write; the quickest first. */
export const ROOMS: ReadonlyMap<string, Room> = new Map([
  ["consent", { mutate: ["src/model/{permission,definition-digest,lock}.ts"], tests: ["model"] }],
  ["approval", { mutate: ["src/approval/**/*.ts"], tests: ["approval"] }],
  ["gate", { mutate: ["src/gate/**/*.ts"], tests: ["gate"] }],
  ["rollout", { mutate: ["src/rollout/**/*.ts"], tests: ["rollout"] }],
  ["plan", { mutate: ["src/plan/**/*.ts"], tests: ["plan", "model-check"] }],
  ["apply", { mutate: ["src/apply/**/*.ts"], tests: ["apply", "reconcile", "observe"] }],
]);

/** The files of a room. */
export function filesOf({ mutate }: Room): readonly string[] {
  return globSync([...mutate]).toSorted();
}

/** The room of that name. */
export function roomOf(name: string | undefined): Room {
  const room = ROOMS.get(name ?? "");
  if (room === undefined) throw new Error(`no room is called ${name}; there are ${[...ROOMS.keys()].join(", ")}`);
  return room;
}
