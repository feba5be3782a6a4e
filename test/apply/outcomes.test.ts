import { expect, it } from "vitest";
import {
  alreadyDone,
  applied,
  type Finding,
  failed,
  isAsPlanned,
  notTried,
  together,
  unverified,
} from "../../src/apply/outcomes.ts";
import type { Installation } from "../../src/model/observation.ts";

const MOVED = "the app is there, and the earlier upload still is";
const REMOVED = "removed, and not installed again";
const NOT_TRIED = notTried("stopped", null);

it.each<[string, "replace" | "reinstall", Finding | null, Finding, Finding]>([
  ["the only write", "replace", null, NOT_TRIED, NOT_TRIED],
  ["the last one was applied", "replace", alreadyDone(), applied("2"), applied("2")],
  ["the last one had nothing to do", "replace", applied("1"), alreadyDone(), applied("1")],
  ["the last one was done when asked", "replace", applied("1"), alreadyDone("2"), applied("2")],
  ["the last one had nothing to do, as the first", "replace", alreadyDone("1"), alreadyDone(), alreadyDone("1")],
  ["none had anything to do", "replace", alreadyDone("1"), alreadyDone("2"), alreadyDone("2")],
  [
    "the removal failed",
    "replace",
    applied("1"),
    failed("throttled", "busy", "2"),
    failed("throttled", `${MOVED}: busy`, "2"),
  ],
  [
    "the removal is not seen yet",
    "replace",
    applied("1"),
    unverified("still installed", "2"),
    unverified("the app is there, and the earlier upload may still be: still installed", "2"),
  ],
  [
    "the install is not seen yet",
    "reinstall",
    applied("1"),
    unverified("not installed", "2"),
    unverified("removed, and not seen again yet: not installed", "2"),
  ],
  ...(["other-version", "consent-mismatch", "consent-not-repaired"] as const).map(
    (code): [string, "reinstall", Finding, Finding, Finding] => [
      `the install came back as ${code}`,
      "reinstall",
      applied("1"),
      failed(code, "seen", "2"),
      failed(code, "removed and installed again, not as planned: seen", "2"),
    ],
  ),
  ["none was sent", "replace", alreadyDone(), notTried("stopped", "no"), failed("stopped", `${MOVED}: no`, null)],
  ["the install was not tried", "reinstall", applied("1"), NOT_TRIED, failed("stopped", REMOVED, "1")],
  [
    "the install was stopped",
    "reinstall",
    applied("1"),
    notTried("stopped", "no time"),
    failed("stopped", `${REMOVED}: no time`, "1"),
  ],
])("writes come together: %s", (_, action, before, last, whole) => {
  expect(together({ action }, before, last)).toEqual(whole);
});

const ABSENT = { state: "absent", at: "2026-01-01T00:00:00.000Z" } as const;
const COPY = { id: "old-app", installationId: "copy-1", version: "1.0.0" };

it.each<[string, string | null, boolean]>([
  ["the same copy", "copy-1", true],
  ["another copy", "copy-2", false],
  ["no copy", null, false],
])("a move is as planned only where the earlier upload is: %s", (_, id, expected) => {
  const replaced: Installation | null =
    id === null
      ? null
      : {
          id,
          appId: "old-app",
          externalId: null,
          distributionMethod: "organization",
          version: "1.0.0",
          consent: { state: "unknown" },
        };
  const installed = { own: null, otherCopies: [], replaced, readingOnly: false };
  const sight = { installed, isKept: true, absenceProven: true, at: 0 };
  expect(isAsPlanned({ observed: ABSENT, replaced: COPY }, sight)).toBe(expected);
});
