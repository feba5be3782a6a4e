import { describe, expect, it } from "vitest";
import { releaseDigest } from "../../src/model/definition-digest.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { RolloutProgress } from "../../src/model/rollout.ts";
import { readLook, type LastLook } from "../../src/model/last-look.ts";
import { lookOf } from "../../src/session/last-look.ts";
import { IDENTITY } from "../definitions.ts";
import { app, hiddenGroup, plan, row, SEND, upgrade } from "../report/builders.ts";

const NOW = Date.parse("2026-01-05T08:00:00Z");
const DIGEST = digestOf("2.4.0");

function digestOf(version: string): string {
  return releaseDigest({ version, permissions: [SEND], identity: IDENTITY }) ?? "";
}

function look(shown: Plan, before: LastLook | null = null): LastLook {
  return lookOf(shown, { policySuspended: false, applies: true }, NOW, before);
}

/** What has come to everybody. */
function reached(shown: Plan, before: readonly string[] = []): readonly string[] {
  const kept = { ...look(plan([row()])), apps: [{ name: "expenses", version: "2.4.0", reached: before }] };
  return look(shown, kept).apps[0]?.reached ?? [];
}

const TWO_TO_DO = [upgrade(), upgrade()];

describe("how a tenant stands", () => {
  it("is its judgement, and is read back as it was kept", () => {
    const kept = look(plan([row(), ...TWO_TO_DO]));
    expect(kept).toMatchObject({ at: NOW, state: "differs", rows: { "as-desired": 1, differs: 2 }, toChange: 2 });
    expect(readLook(JSON.stringify(kept))).toEqual(kept);
  });

  it.each([
    [null],
    [""],
    ["{}"],
    ["[]"],
    ['{"at":1,"state":"open","rows":{},"toChange":0,"apps":[]}'],
    [JSON.stringify({ ...look(plan([row()])), state: "fine" })],
    [JSON.stringify({ ...look(plan([row()])), apps: [{ name: "expenses", version: null, reached: [1] }] })],
  ])("is not known from %s", (text) => {
    expect(readLook(text)).toBeNull();
  });
});

describe("what has come to everybody", () => {
  const halt = { number: 1, kind: "halted", at: NOW, because: "removals", liftedAt: null } as const;
  const halted: RolloutProgress = {
    app: "expenses",
    catalogId: null,
    digest: null,
    version: null,
    phase: "halted",
    at: null,
    rings: [],
    until: null,
    detail: null,
    gates: [],
    halt,
    warnings: [],
    rereads: null,
    course: [],
  };

  it.each<[string, Plan, readonly string[], readonly string[]]>([
    ["everybody has it", plan([row(), row()]), [], [DIGEST]],
    ["some do not", plan([row(), ...TWO_TO_DO]), [], []],
    ["some who came later do not", plan([row(), ...TWO_TO_DO]), [DIGEST], [DIGEST]],
    ["a group was not read", plan([row()], { targets: [hiddenGroup()] }), [], []],
    ["what it offers is not known", plan([row()], { apps: [app({ offered: null })] }), [], []],
    ["a halt takes it back", plan([row()], { rollouts: [halted] }), [DIGEST], []],
    ["an earlier version stays", plan([row()]), [digestOf("2.3.0")], [digestOf("2.3.0"), DIGEST]],
    ["five are kept", plan([row()]), ["a", "b", "c", "d", "e"], ["b", "c", "d", "e", DIGEST]],
  ])("%s", (_name, shown, before, expected) => {
    expect(reached(shown, before)).toEqual(expected);
  });

  it("is the same whoever gets the consent, and another one where more is asked for", () => {
    const offered = { version: "2.4.0", permissions: [SEND], identity: IDENTITY };
    const otherClient = { ...IDENTITY, clientAppId: "11111111-2222-4333-8444-555555555555" };
    expect(releaseDigest({ ...offered, identity: otherClient })).toBe(DIGEST);
    expect(releaseDigest({ ...offered, permissions: [] })).not.toBe(DIGEST);
    expect(releaseDigest({ ...offered, permissions: null })).toBeNull();
  });
});
