import { describe, expect, it } from "vitest";
import { type EarlierRuns, NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { DecidedRow } from "../../src/model/plan.ts";
import { type BackOff, definitionText, NEVER_AGAIN } from "../../src/model/back-off.ts";
import { NO_LIMITS } from "../apply/desired.ts";
import { app, plan, present, row, upgrade, user } from "../report/builders.ts";

const NOW = Date.UTC(2026, 0, 5, 8);

const APP = app();
const ADELE = user("adele");
const WAITS: BackOff = {
  userId: ADELE.id ?? "",
  appId: APP.id ?? "",
  definition: definitionText(APP.offered),
  until: Date.parse("2026-01-07T08:00:00.000Z"),
  history: "refused twice since 2026-01-03 (blocked-by-policy)",
  move: "teams-admin",
  isFutile: false,
  ofAllRepairs: false,
};

function gated(backOff: Partial<BackOff>, changed = {}) {
  const past = { ...NO_EARLIER_RUNS, backOffs: [{ ...WAITS, ...backOff }] };
  return gate(plan([upgrade({ user: ADELE }), upgrade({ user: user("megan") })], changed), NO_LIMITS, past, NOW);
}

describe("a row that was tried in vain", () => {
  it("waits, with what happened, until when, and whose move it is", () => {
    const [adele, megan] = gated({}).rows;
    expect(adele).toMatchObject({
      verdict: "held",
      reason: "backing-off",
      detail: "refused twice since 2026-01-03 (blocked-by-policy); not tried before 2026-01-07T08:00:00.000Z",
      move: "teams-admin",
      action: "upgrade",
    });
    expect(megan?.verdict).toBe("act");
  });

  it.each([
    { name: "another definition is offered", backOff: { definition: "2.3.0" } },
    { name: "the same version requires something else", backOff: { definition: "2.4.0" } },
    { name: "it was another app", backOff: { appId: "another" } },
  ])("is tried at once when $name", ({ backOff }) => {
    expect(gated(backOff).rows.map(({ verdict }) => verdict)).toEqual(["act", "act"]);
  });

  it("keeps the row of somebody whom the directory does not know as it is", () => {
    const gone = row({
      user: { ...ADELE, id: null },
      verdict: "blocked",
      reason: "user-not-found",
      move: "assignment-owner",
    });
    expect(
      gate(plan([gone]), NO_LIMITS, { ...NO_EARLIER_RUNS, backOffs: [{ ...WAITS, userId: "" }] }, NOW).rows,
    ).toEqual([gone]);
  });

  it("keeps a row that does not act as it is", () => {
    const still = row({ user: ADELE });
    expect(gate(plan([still]), NO_LIMITS, { ...NO_EARLIER_RUNS, backOffs: [WAITS] }, NOW).rows).toEqual([still]);
  });
});

describe("a repair of consent that had no effect with somebody", () => {
  it("is held for the others too, for good, and upgrades are not", () => {
    const narrow = upgrade({ user: user("ben"), observed: present("2.4.0"), drift: ["consent-narrower"] });
    const past = { ...NO_EARLIER_RUNS, backOffs: [{ ...WAITS, ofAllRepairs: true, until: NEVER_AGAIN }] };
    const [ben, megan] = gate(plan([narrow, upgrade({ user: user("megan") })]), NO_LIMITS, past, NOW).rows;
    expect(ben).toMatchObject({ verdict: "held", reason: "backing-off" });
    expect(ben?.detail).toContain("not tried again with this version and desired state");
    expect(megan?.verdict).toBe("act");
  });

  it("holds nobody else where it failed with one person alone", () => {
    const narrow = upgrade({ user: user("ben"), observed: present("2.4.0"), drift: ["consent-narrower"] });
    const past = { ...NO_EARLIER_RUNS, backOffs: [WAITS] };
    expect([...gate(plan([narrow]), NO_LIMITS, past, NOW).rows]).toMatchObject([{ verdict: "act" }]);
  });
});

describe("a reinstallation of an app that is only to be upgraded", () => {
  const reinstall: DecidedRow = { ...upgrade({ observed: present("2.4.0") }), action: "reinstall" };
  const installed: DecidedRow = { ...reinstall, desired: { ensure: "installed", version: ">=2.3 <3" } };
  it.each<[string, DecidedRow, EarlierRuns["sendTimes"], string | null]>([
    ["waits without a store", reinstall, "no-store", "TRUEUP_STORE is not set"],
    ["waits where the store cannot be read", reinstall, "unreadable", "the store cannot be read"],
    ["is done with a store", reinstall, [], null],
    ["is no other action", upgrade(), "no-store", null],
    ["is not meant where the app is to be installed: any run brings it back", installed, "no-store", null],
  ])("%s", (_name, one, sendTimes, detail) => {
    const [only] = gate(plan([one]), NO_LIMITS, { ...NO_EARLIER_RUNS, sendTimes }, NOW).rows;
    expect([only?.reason, only?.detail]).toEqual([detail === null ? null : "reinstall-without-store", detail]);
  });
});
