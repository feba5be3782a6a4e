import { describe, expect, it } from "vitest";
import { apply, type ApplyPorts } from "../../src/apply/apply.ts";
import type { InstallationWriter } from "../../src/apply/writer.ts";
import { type DecidedPlan, held } from "../../src/model/plan.ts";
import type { Progress } from "../../src/model/progress.ts";
import type { InstallationReader } from "../../src/observe/readers.ts";
import { graphError } from "../fakes/tenant.ts";
import {
  CARRIED_OUT,
  createWorld,
  ending,
  endings,
  FORBIDDEN,
  LOST,
  people,
  secondsOf,
  START_MS,
  upgradeOf,
  type World,
} from "./world.ts";

const MIXED = {
  asks: [
    { user: "acts", ensure: "upgraded" },
    { user: "in-sync", ensure: "upgraded" },
    { user: "not-installed", ensure: "upgraded" },
    { user: "past", ensure: "upgraded", version: "1.x" },
    { user: "held", ensure: "upgraded" },
  ],
  installed: {
    acts: { expenses: "2.1.0" },
    "in-sync": { expenses: "2.4.0" },
    past: { expenses: "0.9" },
    held: { expenses: "2.1.0" },
  },
} as const;

function withHeld(plan: DecidedPlan): DecidedPlan {
  return {
    ...plan,
    rows: plan.rows.map((row) =>
      row.verdict === "act" && row.user.id === "held" ? held(row, "protected", null) : row,
    ),
  };
}

describe("only rows that act are written", () => {
  it("the others have no outcome, and their users are not even read", async () => {
    const world = await createWorld({ ...MIXED, dials: { consentShown: "never" } });
    const plan = withHeld(world.plan);
    const others = MIXED.asks.map(({ user }) => user).filter((user) => user !== "acts");
    const before = others.map((user) => world.tenant.has(user));
    const result = await world.clock.runUntilSettled(apply(plan, world.ports, world.stop.signal));
    expect(result.rows.map(({ user, verdict, outcome }) => [user.id, verdict, outcome?.status ?? null])).toEqual([
      ["acts", "act", "applied"],
      ["held", "held", null],
      ["in-sync", "nothing", null],
      ["not-installed", "nothing", null],
      ["past", "blocked", null],
    ]);
    expect(world.tenant.log.sends.map(({ userId }) => userId)).toEqual(["acts"]);
    expect(new Set(world.tenant.log.reads.map(({ userId }) => userId))).toEqual(new Set(["acts"]));
    expect(others.map((user) => world.tenant.has(user))).toEqual(before);
  });

  it("the plan stays as it was, and the result is the plan with outcomes", async () => {
    const world = await createWorld(MIXED);
    const before = { ...world.plan, rows: [...world.plan.rows] };
    const text = JSON.stringify(before);
    const { rows, ...result } = await world.apply();
    expect(JSON.stringify({ ...world.plan, rows: [...world.plan.rows] })).toBe(text);
    expect({ ...result, rows: [...rows] }).toMatchObject(before);
  });

  it("a plan without acting rows reads and writes nothing", async () => {
    const world = await createWorld({ asks: [{ user: "adele", ensure: "upgraded" }] });
    expect(endings(await world.apply())).toEqual(["-"]);
    expect(Object.values(world.tenant.log).flat()).toEqual([]);
  });
});

/** The first app of the list is told at once, the rest after a while; and always by its place in the list. */
function paged({ clock, ports }: World): ApplyPorts {
  const { installations } = ports;
  let reads = 0;
  const readInstallations: InstallationReader["readInstallations"] = async (userId) => {
    reads += 1;
    const { installations: before } = await installations.readInstallations(userId);
    await clock.sleep(reads * 100);
    const { installations: after, absenceProven } = await installations.readInstallations(userId);
    return { installations: [...before.slice(0, 1), ...after.slice(1)], absenceProven };
  };
  return { ...ports, installations: { ...installations, readInstallations } };
}

describe("two rows of one person whose list comes in pages", () => {
  it("a list that was read while the other row was written is read again", async () => {
    const world = await createWorld({
      asks: ["expenses", "polls"].map((app) => ({ user: "adele", ensure: "absent", app })),
      installed: { adele: { expenses: "2.1.0", polls: "2.1.0" } },
    });
    await world.clock.advance(15 * 60_000 + 1);
    const result = await world.clock.runUntilSettled(apply(world.plan, paged(world), world.stop.signal));
    expect(endings(result)).toEqual(["applied", "applied"]);
    expect(world.tenant.has("adele")).toEqual([]);
  });

  it("nothing is read while a write is under way", async () => {
    const world = await createWorld({
      asks: ["expenses", "polls"].map((app) => ({ user: "adele", ensure: "absent", app })),
      installed: { adele: { expenses: "2.1.0", polls: "2.1.0" } },
    });
    const { writer } = world.ports;
    const slow: InstallationWriter = {
      ...writer,
      async uninstall(userId, id, turn) {
        const answer = await writer.uninstall(userId, id, turn);
        if (id.startsWith("polls")) await world.clock.sleep(20_000);
        return answer;
      },
    };
    const ports = { ...world.ports, writer: slow };
    const result = await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
    expect(endings(result)).toEqual(["applied", "applied"]);
    expect(secondsOf(world.tenant.log.reads)).toEqual([20, 20]);
  });
});

describe("one bad row stops no other", () => {
  it("refused, lost, unreadable: each has its own outcome", async () => {
    const world = await createWorld(upgradeOf("fine", "refused", "lost", "unreadable"));
    world.tenant.dials.treat = (userId) => {
      if (userId === "refused") return FORBIDDEN;
      return userId === "lost" ? LOST : CARRIED_OUT;
    };
    world.tenant.dials.readError = (userId) =>
      userId === "unreadable" ? graphError(503, "ServiceUnavailable", "target") : null;
    const result = await world.apply();
    expect(ending(result, "fine")).toMatchObject({ status: "applied", afterS: 0 });
    expect(ending(result, "refused")).toMatchObject({ status: "failed", code: "blocked-by-policy" });
    expect(ending(result, "lost")).toMatchObject({ status: "unverified" });
    expect(ending(result, "unreadable")).toMatchObject({ status: "unverified" });
  });

  it("rows of one app that wait to be read back keep no row of another app from being written", async () => {
    const world = await createWorld({
      asks: [
        ...people(20).map((user) => ({ user, ensure: "upgraded" }) as const),
        ...people(20).map((user) => ({ user, ensure: "absent", app: "polls" }) as const),
      ],
      installed: Object.fromEntries(people(20).map((user) => [user, { expenses: "2.1.0", polls: "2.1.0" }])),
    });
    world.tenant.dials.lagMs = 60_000;
    await world.apply();
    const first = world.tenant.log.sends.filter(({ atMs }) => atMs === START_MS);
    expect(new Set(first.map(({ catalogId }) => catalogId))).toEqual(
      new Set(["catalog-id-of-expenses", "catalog-id-of-polls"]),
    );
  });
});

it("progress counts the acting rows up to all of them", async () => {
  const world = await createWorld({ ...MIXED, asks: [...MIXED.asks, { user: "second", ensure: "installed" }] });
  const seen: Progress[] = [];
  const ports = { ...world.ports, progress: (progress: Progress) => seen.push(progress) };
  await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
  expect(seen).toEqual([1, 2, 3].map((done) => ({ stage: "changes", done, total: 3 })));
});
