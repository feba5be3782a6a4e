import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench, Figure } from "./bench.ts";
import { bundledTrueup, type Contestant, contest, installPeers, type Outcome, peerScript } from "./contest.ts";

const USER_BY_USER =
  "here a script reads, writes and reads again for one user (or 20) after the other, so nobody sees a plan before the " +
  "first write; 20 requests of 50 ms, a third of them writes, are just below what this server allows";
const FIRST_RUN =
  "of TrueUp's time, 0.7 s are the eleven requests, one after the other, with which a store begins to follow the directory " +
  "by its changes (a later run needs two or three), and 0.4 s the first writes, of which few are under way at once";
const IN_FULL = "TrueUp --directory full";
const AS_THE_SCRIPTS =
  "the directory read in full, as the scripts read it: a later run of a store asks for its changes alone";

/**
 * The scripts, as tables name them. Some read everybody, then write, then read what they wrote, as TrueUp does; those
 * called "user by user" do the same for a part of the users at a time.
 */
const PEERS: readonly Peer[] = [
  { name: "(a) SDK, one request at a time", command: peerScript("sequential"), atMost: 1, note: null },
  { name: "(b) SDK, 20 in flight", command: peerScript("concurrent"), atMost: 1, note: null },
  { name: "(c) SDK, $batch of 20", command: peerScript("batched"), atMost: 1, note: null },
  {
    name: "(b) user by user",
    command: peerScript("concurrent", "--user-by-user"),
    atMost: 1.05,
    note: `${USER_BY_USER}; ${FIRST_RUN}`,
    isUserByUser: true,
  },
  {
    name: "(c) user by user",
    command: peerScript("batched", "--user-by-user"),
    atMost: 1.05,
    note: `${USER_BY_USER}; ${FIRST_RUN}`,
    isUserByUser: true,
  },
];

interface Peer extends Contestant {
  /** Part of its time that TrueUp may take. */
  readonly atMost: number;
  readonly note: string | null;
  /** True: it is compared with a TrueUp that reads the directory as it does, too. */
  readonly isUserByUser?: true;
}

/**
 * The same job done by scripts with the official Graph JavaScript SDK and by TrueUp, each against a sandbox of its own
 * that allows ten times the documented limits, counted in fixed windows, answers after 50 ms, and shows writes at once.
 * Each is a process, from its start to its end, TrueUp the bundle that is shipped, and ends when it has read every row as
 * right. What was asked and what is installed in the end is told by the sandbox.
 */
export const bench: Bench = {
  name: "peers",
  measures: "1,000 users put right by TrueUp and by scripts with the official SDK: time, throttled answers, rows wrong",
  run: async () => {
    await installPeers();
    const folder = await mkdtemp(join(tmpdir(), "trueup-peers-"));
    try {
      const desired = fileURLToPath(new URL("peers/desired", import.meta.url));
      const trueup = await bundledTrueup(folder);
      const own = await contest({ name: "TrueUp", command: trueup("apply", desired, "--yes") }, folder);
      const full = await contest(
        { name: IN_FULL, command: trueup("apply", desired, "--yes", "--directory", "full") },
        folder,
      );
      const figures: Figure[] = [timeOf("TrueUp", own), wrongRows(own), timeOf(IN_FULL, full)];
      for (const peer of PEERS) {
        const theirs = await contest(peer, folder);
        figures.push(timeOf(peer.name, theirs), ...compared(own, theirs, peer));
        if (peer.isUserByUser) figures.push(inFull(full, theirs, peer));
      }
      return figures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function timeOf(name: string, { seconds, requests, throttled, wrong }: Outcome): Figure {
  const note = `${requests} requests, ${throttled} of them throttled, ${wrong} rows wrong at the end`;
  return { name: `time, ${name}`, value: seconds, unit: "s", mark: null, note };
}

function wrongRows({ wrong, rows }: Outcome): Figure {
  return {
    name: "rows wrong at the end, TrueUp",
    value: (100 * wrong) / rows,
    unit: "%",
    mark: { atMost: 0 },
    note: null,
  };
}

function inFull(full: Outcome, theirs: Outcome, { name }: Peer): Figure {
  return {
    name: `time, ${IN_FULL} over ${name}`,
    value: full.seconds / theirs.seconds,
    unit: "ratio",
    mark: null,
    note: AS_THE_SCRIPTS,
  };
}

function compared(own: Outcome, theirs: Outcome, { name, atMost, note }: Peer): readonly Figure[] {
  return [
    {
      name: `time, TrueUp over ${name}`,
      value: own.seconds / theirs.seconds,
      unit: "ratio",
      mark: { atMost },
      note,
    },
    {
      name: `throttled answers, TrueUp less ${name}`,
      value: own.throttled - theirs.throttled,
      unit: "requests",
      mark: { atMost: 0 },
      note: null,
    },
  ];
}
