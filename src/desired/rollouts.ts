import type { App } from "../model/desired.ts";
import type { HaltName, Ring } from "../model/rollout.ts";
import { fewestForProof } from "../model/sequential-test.ts";
import { compareText } from "../model/order.ts";
import type { PolicyConfiguration, RingConfiguration, RolloutConfiguration } from "./configuration.ts";
import { didYouMean, shown } from "./did-you-mean.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { durationMs } from "./duration.ts";
import { fraction, readGates } from "./gates.ts";
import type { AppNames } from "./parse-files.ts";
import { errorAt, type Problem, warningAt } from "./problem.ts";
import type { ParsedFile } from "./schema-check.ts";
import type { Ring as WrittenRing, Rollout as WrittenRollout } from "./schema.d.ts";
import { readTargets, type TargetReader } from "./targets.ts";
import { apartProblem, unknownWindow } from "./windows.ts";
import type { Path } from "./yaml-file.ts";

/** The rollouts of all files, and what is wrong with them. */
interface Rollouts {
  /** One for each of these apps that has one, its own or the default; sorted by app. */
  readonly rolloutsOf: (apps: readonly App[]) => readonly RolloutConfiguration[];
  readonly diagnostics: readonly Problem[];
}

/** The entry that is for every app without one of its own. */
const FOR_ALL = "default";
const DEFAULT_SOAK = "24h";

/** Brings the `rollouts` sections together. */
export function readRollouts(
  files: readonly ParsedFile[],
  appNames: AppNames,
  policy: PolicyConfiguration,
  lists: TargetReader,
): Rollouts {
  const once = createDuplicateCheck();
  const byApp = new Map<string, RolloutConfiguration>();
  const diagnostics: Problem[] = [];
  for (const file of files) {
    for (const [app, written] of Object.entries(file.value.rollouts ?? {})) {
      const path: Path = ["rollouts", app];
      const at = file.keyAt(path);
      const isFirst = once.note(app, `the rollout of ${app === FOR_ALL ? "every app" : `app "${app}"`}`, at);
      if (app !== FOR_ALL) diagnostics.push(...unknownApp(app, file, path, appNames));
      else if (appNames.known.has(FOR_ALL)) diagnostics.push(ambiguousDefault(file, path));
      if (written === null) continue;
      const read = readRollout(file, path, app, written, policy, lists);
      diagnostics.push(...read.diagnostics);
      if (isFirst) byApp.set(app, read.rollout);
    }
  }
  const forAll = byApp.get(FOR_ALL);
  return {
    rolloutsOf: (apps) =>
      apps
        .flatMap(({ name }) => {
          const rollout = byApp.get(name) ?? forAll;
          return rollout === undefined ? [] : [{ ...rollout, app: name }];
        })
        .sort((a, b) => compareText(a.app, b.app)),
    diagnostics: [...diagnostics, ...once.diagnostics],
  };
}

function unknownApp(app: string, file: ParsedFile, path: Path, { known, perhaps }: AppNames): readonly Problem[] {
  if (known.has(app) || perhaps.has(app)) return [];
  const names = [...known, FOR_ALL];
  const hint = didYouMean(app, names) ?? `known are ${names.slice(0, 10).join(", ")}`;
  return [errorAt(file.keyAt(path), "unknown-app", `no app is named ${shown(app)}`, { hint })];
}

function ambiguousDefault(file: ParsedFile, path: Path): Problem {
  const hint = "give the app another name";
  return errorAt(file.keyAt(path), "invalid-name", "default is every app's rollout, and an app has that name", {
    hint,
  });
}

interface ReadRollout {
  readonly rollout: RolloutConfiguration;
  readonly diagnostics: readonly Problem[];
}

function readRollout(
  file: ParsedFile,
  path: Path,
  app: string,
  written: WrittenRollout,
  policy: PolicyConfiguration,
  lists: TargetReader,
): ReadRollout {
  const rings = written.rings.map((ring, index) => readRing(file, [...path, "rings", index], ring, lists));
  const gates = readGates(file, [...path, "gates"], written.gates ?? {});
  const rollout: RolloutConfiguration = {
    app,
    rings: rings.map(({ ring }) => ring),
    gates: gates.gates,
    window: written.window === undefined ? null : (policy.windows.get(written.window) ?? null),
    afterMs: durationMs(written.after ?? "0s"),
    expiresMs: written.expires === undefined ? null : durationMs(written.expires),
    rotates: written.rotate ?? false,
    urgent: written.urgent ?? null,
    resume: written.resume === undefined ? null : haltName(written.resume),
    source: file.keyAt(path),
  };
  const diagnostics = [
    ...rings.flatMap((ring) => ring.diagnostics),
    ...gates.diagnostics,
    ...ringProblems(file, [...path, "rings"], written.rings),
    ...(app === FOR_ALL && written.resume !== undefined ? [resumesAll(file, [...path, "resume"])] : []),
    ...windowProblems(file, [...path, "window"], written.window, policy),
    ...ringWarnings(file, path, rollout),
  ];
  return { rollout, diagnostics };
}

/** A window that the policy does not have, or that is never open while the policy's is. */
function windowProblems(
  file: ParsedFile,
  path: Path,
  name: string | undefined,
  { windows, window: policyWindow }: PolicyConfiguration,
): readonly Problem[] {
  if (name === undefined) return [];
  const window = windows.get(name);
  if (window === undefined) return [unknownWindow(name, windows, file.valueAt(path))];
  const apart = apartProblem(window, policyWindow, file.valueAt(path));
  return apart === null ? [] : [apart];
}

function haltName(text: string): HaltName {
  const slash = text.lastIndexOf("/");
  return { digest: text.slice(0, slash), number: Number(text.slice(slash + 1)) };
}

function resumesAll(file: ParsedFile, path: Path): Problem {
  const hint = "write it in the rollout of the app whose halt it lifts";
  return errorAt(file.keyAt(path), "rollout-resume", "a halt of one app is lifted for every app", { hint });
}

interface ReadRing {
  readonly ring: Ring<RingConfiguration>;
  readonly diagnostics: readonly Problem[];
}

function readRing(file: ParsedFile, path: Path, written: WrittenRing, lists: TargetReader): ReadRing {
  const { name, share, atLeast, soak = DEFAULT_SOAK, proof } = written;
  const to = readTargets(file, [...path, "to"], written.to ?? [], "to", lists);
  const members: RingConfiguration =
    written.to !== undefined
      ? { kind: "named", to: to.targets }
      : share !== undefined
        ? { kind: "share", share: fraction(share), atLeast: atLeast ?? 0 }
        : { kind: "everybody-else" };
  return {
    ring: { name, members, soakMs: durationMs(soak), needsProof: proof !== "none" },
    diagnostics: to.diagnostics,
  };
}

/** Everything that leaves open who is in which ring. */
function ringProblems(file: ParsedFile, path: Path, rings: readonly WrittenRing[]): readonly Problem[] {
  const names = createDuplicateCheck();
  const problems: Problem[] = [];
  const refuse = (at: Path, message: string, hint: string): void =>
    void problems.push(errorAt(file.valueAt(at), "rollout-rings", message, { hint }));
  let share = 0;
  let rest: string | null = null;
  for (const [index, ring] of rings.entries()) {
    const at: Path = [...path, index];
    names.note(ring.name, `the ring "${ring.name}"`, file.valueAt([...at, "name"]));
    if (ring.to !== undefined && ring.share !== undefined)
      refuse([...at, "share"], `the ring "${ring.name}" has both to and share`, "make two rings of it");
    if (ring.atLeast !== undefined && ring.share === undefined)
      refuse([...at, "atLeast"], "atLeast raises a share, and there is none", "write a share, or take atLeast out");
    if (ring.to === undefined && ring.share === undefined) {
      if (rest !== null)
        refuse(
          at,
          `the rings "${rest}" and "${ring.name}" are both for everybody else`,
          "give one of them to or share",
        );
      rest ??= ring.name;
    }
    if (ring.share === undefined) continue;
    const own = fraction(ring.share);
    if (rest !== null)
      refuse(
        [...at, "share"],
        `the share of "${ring.name}" stands after "${rest}", which is everybody else`,
        `move it before "${rest}"`,
      );
    else if (own <= share) {
      const hint = "shares count the ones before them in: write them so that they rise";
      refuse(
        [...at, "share"],
        `the share ${ring.share} of "${ring.name}" adds nobody to the ${share * 100}% before it`,
        hint,
      );
    } else if (own >= 1) {
      const hint = "leave share out: the ring without to and share is everybody else";
      refuse([...at, "share"], `the share of "${ring.name}" leaves nobody for everybody else`, hint);
    }
    share = Math.max(share, own);
  }
  if (rest === null) {
    const hint = "add a ring with a name only, such as - { name: everyone }";
    problems.push(errorAt(file.keyAt(path), "rollout-rings", "no ring is for everybody else", { hint }));
  }
  return [...problems, ...names.diagnostics];
}

/** Where the removals gate cannot tell in time, or in a ring so small; of the last ring nothing follows. */
function ringWarnings(file: ParsedFile, path: Path, { rings, gates }: RolloutConfiguration): readonly Problem[] {
  const { removals } = gates;
  const fewest = removals === null ? null : fewestForProof(removals);
  if (removals === null || fewest === null) return [];
  return rings.slice(0, -1).flatMap(({ name, members, soakMs, needsProof }, index) => {
    if (!needsProof) return [];
    const at: Path = [...path, "rings", index];
    const warnings: Problem[] = [];
    if (soakMs < removals.withinMs) {
      const hint = "let it soak as long as removals count (gates.removals.within), or write proof: none";
      warnings.push(
        warningAt(file.valueAt(at), "soak-too-short", `the soak of "${name}" ends before removals are counted`, {
          hint,
        }),
      );
    }
    if (members.kind === "share" && members.atLeast > 0 && members.atLeast < fewest) {
      const message = `${members.atLeast} people cannot show that fewer than the harmful share remove the app: ${fewest} can`;
      const hint = `raise atLeast to ${fewest}, raise harmful, or write proof: none`;
      warnings.push(warningAt(file.valueAt([...at, "atLeast"]), "rollout-undecided", message, { hint }));
    }
    return warnings;
  });
}
