import { describe, expect, it } from "vitest";
import { apply, type ApplyPorts } from "../../src/apply/apply.ts";
import { journals, NO_JOURNAL, type WriteJournal } from "../../src/apply/journal.ts";
import type { LateHold, Result } from "../../src/model/plan.ts";
import { graphError } from "../fakes/tenant.ts";
import { CAMERA, catalogIdOf, SEND } from "./desired.ts";
import {
  type Beginning,
  CARRIED_OUT,
  createWorld,
  endings,
  FORBIDDEN,
  held,
  installOf,
  inTurn,
  LOST,
  LOST_ANSWER,
  people,
  START_MS,
  THROTTLED,
  THROTTLED_AND_DONE,
  uninstallOf,
  upgradeOf,
  type World,
} from "./world.ts";

// Plans carried out, told write by write with all that is noted of them, and compared with what people have read.

interface Story extends Beginning {
  /** What changes after the plan was made. */
  readonly meanwhile?: (world: World) => void;
  /** Turned after the plan was made. */
  readonly turned?: Partial<World["tenant"]["dials"]>;
  readonly ports?: (world: World) => Partial<ApplyPorts>;
}

const OLD = { id: catalogIdOf("old"), removals: 5 };
const UNCHANGED = { readConsents: true, app: { repairConsent: "upgrade" } } as const;
const ANEW = { readConsents: true, app: { repairConsent: "reinstall" } } as const;
const RACE = { kind: "refused", status: 409, code: "refused", message: "Conflict: there" } as const;

/** People who have 2.4.0, without the consent that it requires. */
function narrow(...users: readonly string[]): Beginning {
  return {
    asks: users.map((user) => ({ user, ensure: "upgraded" })),
    installed: Object.fromEntries(users.map((user) => [user, { expenses: "2.4.0" }])),
    definitions: [
      { version: "2.1.0", requires: [] },
      { version: "2.4.0", requires: [SEND] },
    ],
  };
}

/** Somebody who has an earlier upload, and perhaps the app. */
function replacing(has: Readonly<Record<string, string>>, ensure: "installed" | "upgraded" = "upgraded"): Beginning {
  return { asks: [{ user: "adele", ensure }], installed: { adele: has }, app: { replaces: OLD } };
}

/** So many people who have an earlier upload. */
function replacingOf(amount: number): Beginning {
  return {
    asks: people(amount).map((user) => ({ user, ensure: "upgraded" })),
    installed: Object.fromEntries(people(amount).map((user) => [user, { old: "1.0.0" }])),
    app: { replaces: OLD },
  };
}

const gone = (user: string) => (world: World) => world.tenant.change(user, []);
const at = (seconds: number, action: (world: World) => void) => (world: World) =>
  world.after(seconds * 1_000, () => action(world));
const holdsFrom =
  (seconds: number, hold: Partial<LateHold> = {}) =>
  ({ clock }: World): Partial<ApplyPorts> => ({
    heldNow: ({ action }) =>
      clock.now() < START_MS + seconds * 1_000
        ? null
        : { reason: "outside-window", detail: `no ${action} now`, next: null, ...hold },
  });
const lostFrom =
  (seconds: number) =>
  ({ clock }: World): Partial<ApplyPorts> => ({
    lostNow: () => Promise.resolve(clock.now() < START_MS + seconds * 1_000 ? null : "another run has the tenant"),
  });

const STORIES: Readonly<Record<string, Story>> = {
  "an upgrade": upgradeOf("adele"),
  "an install": installOf("adele"),
  "a removal": uninstallOf("adele"),
  "a removal that shows late": { ...uninstallOf("adele"), turned: { lagMs: 2_000 } },
  "an upgrade that shows late": { ...upgradeOf("adele"), turned: { lagMs: 2_000 } },
  "an install that shows late": { ...installOf("adele"), turned: { lagMs: 2_000 } },
  "a removal whose absence nothing proves": { ...uninstallOf("adele"), turned: { absenceProven: false } },
  "an upgrade that never shows": { ...upgradeOf("adele"), turned: { lagMs: 999_000 } },
  "an upgrade that brings an older version": { ...upgradeOf("adele", "bert"), turned: { brings: "2.2.0" } },
  "an upgrade that brings a newer version": { ...upgradeOf("adele", "bert"), turned: { brings: "2.5.0" } },
  "an upgrade that brings no version": { ...upgradeOf("adele"), turned: { brings: "next" } },
  "an upgrade with another consent": {
    ...upgradeOf("adele"),
    readConsents: true,
    turned: { grants: [CAMERA, SEND] },
  },
  "an upgrade without consent": { ...upgradeOf("adele"), readConsents: true, turned: { grants: [] } },
  "consent that is read singly": { ...upgradeOf("adele"), readConsents: true, turned: { consentShown: "singly" } },
  "an upgrade, throttled": { ...upgradeOf("adele"), turned: { treat: inTurn(THROTTLED, CARRIED_OUT) } },
  "an upgrade, throttled and carried out": { ...upgradeOf("adele"), turned: { treat: inTurn(THROTTLED_AND_DONE) } },
  "an upgrade, throttled again and again": { ...upgradeOf("adele"), turned: { treat: inTurn(THROTTLED) } },
  "an upgrade whose request was lost": { ...upgradeOf("adele"), turned: { treat: inTurn(LOST, CARRIED_OUT) } },
  "an upgrade whose requests are lost": { ...upgradeOf("adele"), turned: { treat: inTurn(LOST) } },
  "an upgrade whose answer was lost": { ...upgradeOf("adele"), turned: { treat: inTurn(LOST_ANSWER), lagMs: 900 } },
  "an upgrade whose answer was lost, to another version": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(LOST_ANSWER), brings: "2.5.0" },
  },
  "an upgrade, and somebody else brings another version": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(THROTTLED) },
    meanwhile: at(1, ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.3.0")])),
  },
  "an upgrade whose app is gone": {
    ...upgradeOf("adele"),
    meanwhile: at(0, gone("adele")),
    turned: { turnMs: () => 20_000 },
  },
  "an upgrade whose person cannot be read": {
    ...upgradeOf("adele"),
    turned: {
      turnMs: () => 20_000,
      readError: (_, now) => (now > START_MS + 1_000 ? graphError(503, "Down", "target") : null),
    },
  },
  "an upgrade whose turn comes late each time": { ...upgradeOf("adele"), turned: { turnMs: () => 20_000 } },
  "an upgrade whose turn comes late once": {
    ...upgradeOf("adele"),
    turned: { turnMs: (nth) => (nth === 1 ? 20_000 : 0) },
  },
  "a token that is refused": {
    ...upgradeOf("adele", "bert"),
    turned: { treat: inTurn({ kind: "thrown", error: graphError(401, "Expired", "run") }) },
  },
  "a mistake of ours": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn({ kind: "thrown", error: new Error("no such thing") }) },
  },
  "refused, and there": {
    ...installOf("adele"),
    turned: { treat: inTurn(RACE) },
    meanwhile: at(1, ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])])),
  },
  "refused, and another version is there": {
    ...installOf("adele"),
    turned: { treat: inTurn(RACE) },
    meanwhile: at(1, ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.5.0", [SEND])])),
  },
  "an upgrade that is refused with 409": { ...upgradeOf("adele"), turned: { treat: inTurn(RACE) } },
  "refused with 404, though done": {
    ...uninstallOf("adele"),
    turned: { treat: inTurn({ kind: "refused", status: 404, code: "refused", message: "NotFound: no" }) },
    meanwhile: at(1, gone("adele")),
  },
  "an earlier upload": replacing({ old: "1.0.0" }),
  "an earlier upload, to be installed": replacing({ old: "1.0.0" }, "installed"),
  "an earlier upload beside an older app": replacing({ old: "1.0.0", expenses: "2.1.0" }),
  "an earlier upload beside the app": replacing({ old: "1.0.0", expenses: "2.4.0" }),
  "an earlier upload, the app is refused": { ...replacing({ old: "1.0.0" }), turned: { treat: inTurn(FORBIDDEN) } },
  "an earlier upload whose removal is refused": {
    ...replacing({ old: "1.0.0" }),
    turned: { treat: inTurn(CARRIED_OUT, FORBIDDEN) },
  },
  "an earlier upload whose removal is throttled": {
    ...replacing({ old: "1.0.0" }),
    turned: { treat: inTurn(CARRIED_OUT, THROTTLED, CARRIED_OUT) },
  },
  "an earlier upload, and the app goes before its removal": {
    ...replacing({ old: "1.0.0", expenses: "2.4.0" }),
    turned: { turnMs: () => 20_000 },
    meanwhile: at(1, ({ tenant }) => tenant.change("adele", [held("adele", "old", "1.0.0")])),
  },
  "an earlier upload that somebody else removes": {
    ...replacing({ old: "1.0.0" }),
    turned: { treat: inTurn(CARRIED_OUT, RACE), lagMs: 2_000 },
    meanwhile: at(1, ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])])),
  },
  "an earlier upload, and the run is stopped in between": {
    ...replacing({ old: "1.0.0" }),
    turned: { lagMs: 2_000 },
    meanwhile: at(1, ({ stop }) => stop.abort()),
  },
  "an earlier upload, and the tenant is lost in between": {
    ...replacing({ old: "1.0.0" }),
    turned: { lagMs: 2_000 },
    ports: lostFrom(1),
  },
  "an earlier upload, and changes are held in between": {
    ...replacing({ old: "1.0.0" }),
    turned: { lagMs: 2_000 },
    ports: holdsFrom(1),
  },
  "a repair": { ...narrow("adele"), ...UNCHANGED },
  "a repair whose consent is never read": { ...narrow("adele"), ...UNCHANGED, turned: { consentShown: "never" } },
  "repairs that change nothing": { ...narrow(...people(4)), ...UNCHANGED, turned: { grants: [] } },
  "repairs that bring another consent": { ...narrow(...people(3)), ...UNCHANGED, turned: { grants: [CAMERA] } },
  "repairs of which the second changes nothing": {
    ...narrow(...people(3)),
    ...UNCHANGED,
    meanwhile: (world) => {
      world.after(200, () => Object.assign(world.tenant.dials, { grants: [] }));
      Object.assign(world.tenant.dials, { readMs: 150 });
    },
  },
  "an upgrade beside repairs that change nothing": {
    ...narrow("bert", "carl"),
    ...UNCHANGED,
    asks: ["adele", "bert", "carl", "dora"].map((user) => ({ user, ensure: "upgraded" })),
    installed: {
      adele: { expenses: "2.1.0" },
      bert: { expenses: "2.4.0" },
      carl: { expenses: "2.4.0" },
      dora: { expenses: "2.1.0" },
    },
    meanwhile: ({ tenant }) => {
      tenant.dials.treat = (user) => {
        tenant.dials.grants = user === "adele" || user === "dora" ? null : [];
        return CARRIED_OUT;
      };
    },
  },
  "installed anew": { ...narrow("adele"), ...ANEW },
  "installed anew, late": { ...narrow("adele"), ...ANEW, turned: { lagMs: 2_000 } },
  "installed anew, and not cured": { ...narrow(...people(3)), ...ANEW, turned: { grants: [] } },
  "installed anew, the removal is refused": { ...narrow("adele"), ...ANEW, turned: { treat: inTurn(FORBIDDEN) } },
  "installed anew, the install is refused": {
    ...narrow("adele"),
    ...ANEW,
    turned: { treat: inTurn(CARRIED_OUT, FORBIDDEN) },
  },
  "installed anew, both are throttled": {
    ...narrow("adele"),
    ...ANEW,
    turned: { treat: inTurn(THROTTLED, CARRIED_OUT, THROTTLED, CARRIED_OUT) },
  },
  "installed anew, and the app is gone before": {
    ...narrow("adele"),
    ...ANEW,
    meanwhile: gone("adele"),
    turned: { turnMs: () => 20_000 },
  },
  "installed anew, and another version is there before": {
    ...narrow("adele"),
    ...ANEW,
    meanwhile: ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.1.0")]),
    turned: { turnMs: (nth) => (nth === 1 ? 20_000 : 0) },
  },
  "installed anew, and another version is there after a lost request": {
    ...narrow("adele"),
    ...ANEW,
    turned: { treat: inTurn(THROTTLED, CARRIED_OUT) },
    meanwhile: at(0.5, ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.1.0")])),
  },
  "installed anew, and another definition is offered": {
    ...narrow("adele"),
    ...ANEW,
    ports: () => ({ readOffer: () => Promise.resolve(null) }),
  },
  "installed anew, and stopped in between": {
    ...narrow("adele", "bert"),
    ...ANEW,
    turned: { lagMs: 2_000 },
    meanwhile: at(1, ({ stop }) => stop.abort()),
  },
  "installed anew, and held in between": {
    ...narrow("adele", "bert"),
    ...ANEW,
    turned: { lagMs: 2_000 },
    ports: holdsFrom(1),
  },
  "installed anew, and the tenant is lost in between": {
    ...narrow("adele"),
    ...ANEW,
    turned: { lagMs: 2_000 },
    ports: lostFrom(1),
  },
  "installed anew, and the tenant is lost before": { ...narrow("adele"), ...ANEW, ports: lostFrom(0) },
  "carried on": { ...installOf("adele"), asks: [{ user: "adele", ensure: "upgraded" }], unfinished: ["adele"] },
  "carried on, and refused": {
    asks: [{ user: "adele", ensure: "upgraded" }],
    unfinished: ["adele"],
    turned: { treat: inTurn(FORBIDDEN) },
  },
  "carried on, and there already": {
    asks: [{ user: "adele", ensure: "upgraded" }],
    unfinished: ["adele"],
    meanwhile: ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])]),
    turned: { treat: inTurn(RACE) },
  },
  "changes are held from the start": {
    ...upgradeOf("adele", "bert"),
    ports: holdsFrom(0, { next: { atMs: START_MS + 9_000, text: "at eight" } }),
  },
  "changes are held after the first": { ...upgradeOf(...people(4)), turned: { lagMs: 2_000 }, ports: holdsFrom(1) },
  "changes are held while one waits to be repeated": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(THROTTLED) },
    ports: holdsFrom(1),
  },
  "changes are held while one is in doubt": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(LOST) },
    ports: holdsFrom(0.1),
  },
  "the tenant is lost after the first": { ...upgradeOf(...people(4)), turned: { lagMs: 2_000 }, ports: lostFrom(1) },
  "the tenant is lost while one waits to be repeated": {
    ...upgradeOf("adele", "bert"),
    turned: { treat: inTurn(THROTTLED) },
    ports: lostFrom(1),
  },
  "the run is stopped while one waits to be repeated": {
    ...upgradeOf("adele", "bert"),
    turned: { treat: inTurn(THROTTLED) },
    meanwhile: at(1, ({ stop }) => stop.abort()),
  },
  "two apps of one person": {
    asks: ["expenses", "travel"].flatMap((app) =>
      people(3).map((user) => ({ user, app, ensure: "upgraded" as const })),
    ),
    installed: Object.fromEntries(people(3).map((user) => [user, { expenses: "2.1.0", travel: "2.1.0" }])),
    turned: { lagMs: 500, readMs: 200 },
  },
  "a slow start of twenty": { ...upgradeOf(...people(20)), turned: { lagMs: 200 } },
  "a slow start of which some show late": {
    ...upgradeOf(...people(12)),
    turned: { treat: (_, nth) => (nth === 1 ? CARRIED_OUT : THROTTLED), lagMs: 1_500 },
  },
  "one of the first is refused": {
    ...upgradeOf(...people(12)),
    turned: { lagMs: 2_000, treat: (user) => (user === "user003" ? FORBIDDEN : CARRIED_OUT) },
  },
  "one of the first is refused with 409": {
    ...upgradeOf(...people(12)),
    turned: { lagMs: 2_000, treat: (user) => (user === "user003" ? RACE : CARRIED_OUT) },
  },
  "one of the first is lost": {
    ...upgradeOf(...people(12)),
    turned: { lagMs: 2_000, treat: (user, nth) => (user === "user003" && nth === 1 ? LOST : CARRIED_OUT) },
  },
  "one of the first does not show": {
    ...upgradeOf(...people(12)),
    meanwhile: ({ tenant }) => {
      tenant.dials.treat = (user) => {
        tenant.dials.brings = user === "user004" ? "next" : null;
        return CARRIED_OUT;
      };
    },
  },
  "repairs of which the first is a success": {
    ...narrow(...people(5)),
    ...UNCHANGED,
    meanwhile: ({ tenant }) => {
      tenant.dials.treat = (user) => {
        tenant.dials.grants = user === "user002" || user === "user003" ? [] : null;
        return CARRIED_OUT;
      };
    },
  },
  "a repair whose consent is read singly afterwards": {
    ...narrow("adele"),
    app: { repairConsent: "upgrade" },
    meanwhile: ({ tenant }) => Object.assign(tenant.dials, { consentShown: "singly" }),
  },
  "installed anew, and somebody else installs it": {
    ...narrow("adele"),
    ...ANEW,
    turned: { turnMs: (nth) => (nth === 2 ? 20_000 : 0) },
    meanwhile: at(10, ({ tenant }) => tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])])),
  },
  "installed anew, and the removal finds it gone": {
    ...narrow("adele"),
    ...ANEW,
    turned: { treat: inTurn({ kind: "refused", status: 404, code: "refused", message: "NotFound: no" }) },
    meanwhile: at(0.2, gone("adele")),
  },
  "an earlier upload whose removal is refused with 409": {
    ...replacing({ old: "1.0.0" }),
    turned: { treat: inTurn(CARRIED_OUT, RACE) },
  },
  "a repeat whose turn comes late": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(THROTTLED, CARRIED_OUT), turnMs: (nth) => (nth === 2 ? 5_000 : 0) },
  },
  "an upgrade whose answer was lost, and which shows at once": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(LOST_ANSWER) },
  },
  "an upgrade that is throttled, done, and refused": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(THROTTLED_AND_DONE, FORBIDDEN), lagMs: 3_100 },
  },
  "an upgrade that is throttled, and refused while another version comes": {
    ...upgradeOf("adele"),
    turned: { treat: inTurn(THROTTLED_AND_DONE, FORBIDDEN), lagMs: 3_100, brings: "2.5.0" },
  },
  "an install that is refused with 404": {
    ...installOf("adele"),
    turned: { treat: inTurn({ kind: "refused", status: 404, code: "refused", message: "NotFound: no" }) },
  },
  "one in the middle is refused": {
    ...upgradeOf(...people(10)),
    turned: { lagMs: 2_000, paceMs: 500, treat: (user) => (user === "user004" ? FORBIDDEN : CARRIED_OUT) },
  },
  "one in the middle is refused with 409": {
    ...upgradeOf(...people(10)),
    turned: { lagMs: 2_000, paceMs: 500, treat: (user) => (user === "user004" ? RACE : CARRIED_OUT) },
  },
  "one in the middle is lost": {
    ...upgradeOf(...people(10)),
    turned: { lagMs: 2_000, paceMs: 500, treat: (user, nth) => (user === "user004" && nth === 1 ? LOST : CARRIED_OUT) },
  },
  "one of the first does not show, and the others show late": {
    ...upgradeOf(...people(16)),
    turned: { lagMs: 29_000 },
    meanwhile: ({ tenant }) => {
      tenant.dials.treat = (user) => {
        tenant.dials.brings = user === "user003" ? "next" : null;
        return CARRIED_OUT;
      };
    },
  },
  "earlier uploads of which the first removal is refused with 409": {
    ...replacingOf(3),
    turned: { treat: (user, nth) => (user === "user001" && nth === 2 ? RACE : CARRIED_OUT) },
  },
  "earlier uploads of which the first install is refused with 409": {
    ...replacingOf(3),
    turned: { treat: (user, nth) => (user === "user001" && nth === 1 ? RACE : CARRIED_OUT) },
  },
  "earlier uploads of which the first install is throttled": {
    ...replacingOf(3),
    turned: { treat: (user, nth) => (user === "user001" && nth === 1 ? THROTTLED : CARRIED_OUT) },
  },
  "an earlier upload whose consent is read singly": {
    ...replacing({ old: "1.0.0" }),
    readConsents: true,
    turned: { lagMs: 500 },
    dials: { consentShown: "singly" },
  },
  "installed anew, and consent is read singly": {
    ...narrow("adele"),
    ...ANEW,
    turned: { lagMs: 500 },
    dials: { consentShown: "singly" },
  },
  "installed anew, and another definition is offered in between": {
    ...narrow("adele"),
    ...ANEW,
    turned: { lagMs: 80_000 },
    ports: ({ clock, ports }) => ({
      readOffer: (app) => (clock.now() < START_MS + 30_000 ? ports.readOffer(app) : Promise.resolve(null)),
    }),
  },
  "two apps of one person, one after the other": {
    asks: ["expenses", "travel"].map((app) => ({ user: "adele", app, ensure: "upgraded" as const })),
    installed: { adele: { expenses: "2.1.0", travel: "2.1.0" } },
    turned: { paceMs: 150, readMs: 400 },
  },
  "earlier uploads of which the first install is lost": {
    ...replacingOf(3),
    turned: { treat: (user, nth) => (user === "user001" && nth === 1 ? LOST : CARRIED_OUT) },
  },
  "two of many do not show": {
    ...upgradeOf(...people(9)),
    meanwhile: ({ tenant }) => {
      tenant.dials.treat = (user) => {
        tenant.dials.lagMs = ["user003", "user004"].includes(user) ? 999_000 : 29_000;
        return CARRIED_OUT;
      };
    },
  },
  "removals while an upgrade is held": {
    ...uninstallOf(...people(10)),
    asks: people(10).map((user) => ({ user, ensure: user === "user005" ? "upgraded" : "absent" })),
    meanwhile: ({ tenant }) => {
      tenant.dials.treat = (user) => {
        tenant.dials.lagMs = { user002: 0, user004: 9_000 }[user] ?? 2_000;
        return CARRIED_OUT;
      };
    },
    ports: () => ({
      heldNow: ({ action }) =>
        action === "upgrade" ? { reason: "rollout-halted", detail: "the rollout is halted", next: null } : null,
    }),
  },
  "five who never show": { ...upgradeOf(...people(5)), turned: { lagMs: 999_000 } },
};

it.each(Object.entries(STORIES))("the story of %s", async (name, { meanwhile, turned = {}, ports, ...beginning }) => {
  const world = await createWorld(beginning);
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(`${((world.clock.now() - START_MS) / 1_000).toFixed(1)} ${text}`);
  Object.assign(world.tenant.dials, turned);
  meanwhile?.(world);
  const own = ports?.(world) ?? {};
  const progress: ApplyPorts["progress"] = ({ done, total }) => say(`${done} of ${total}`);
  const journal = recording(say);
  const result = await world.clock.runUntilSettled(
    apply(world.plan, { ...world.ports, ...own, progress, journal }, world.stop.signal),
  );
  const sends = world.tenant.log.sends.map(
    ({ atMs, userId, catalogId, action, consent, tookEffect }) =>
      `  ${((atMs - START_MS) / 1_000).toFixed(1)} ${userId} ${action} ${catalogId}, ${consent.length} consents${tookEffect ? "" : ", in vain"}`,
  );
  const told = [
    ...lines,
    "sent:",
    ...sends,
    `read ${world.tenant.log.reads.length} times, consent ${world.tenant.log.consentReads.length} times`,
    ...endsOf(result),
  ];
  await expect(told.join("\n")).toMatchFileSnapshot(`golden/${name.replaceAll(/[ ,]+/g, "-")}.txt`);
});

function thenAt(atMs: number | null) {
  return atMs === null ? null : { atMs, text: "then" };
}

function recording(say: (text: string) => void): WriteJournal {
  return {
    intend: async ({ userId, appId, action, version }, write) =>
      say(`intends ${action} of ${appId} ${version} for ${userId}${write.partOf === undefined ? "" : ", a part"}`),
    withdraw: async ({ userId, appId }) => say(`withdraws ${appId} for ${userId}`),
    concludeWrite: async (write, { status }, sends) => say(`${write.action} ended ${status}, sent ${sends} times`),
    conclude: async ({ user, action }, { status }, sends) =>
      say(`${action} for ${user.id} ended ${status}, sent ${sends} times`),
  };
}

function endsOf({ rows, nextAct }: Result): readonly string[] {
  return [
    ...rows.map(({ user, app, verdict, action, reason, detail, outcome }) =>
      outcome === null
        ? `${user.id} ${app}: ${verdict} ${reason} ${action}, ${detail}`
        : `${user.id} ${app}: ${outcome.status} ${outcome.code}, ${outcome.message}, ${outcome.requestId}`,
    ),
    ...(nextAct === undefined ? [] : [`next at ${nextAct === null ? "-" : (nextAct.atMs - START_MS) / 1_000}`]),
  ];
}

it("hears what is frozen before a row asks for its turn", async () => {
  const world = await createWorld({ ...upgradeOf("adele", "bert"), heldFromS: 0 });
  const { rows } = await world.apply();
  expect(rows.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ["held", "frozen"],
    ["held", "frozen"],
  ]);
  expect([world.tenant.log.turns, world.tenant.log.reads, world.tenant.log.catalogReads]).toEqual([[], [], []]);
});

describe("equal endings", () => {
  it("of twenty who are never seen end the changes of the app", async () => {
    const world = await createWorld(upgradeOf(...people(22)));
    Object.assign(world.tenant.dials, { lagMs: 9_999_000 });
    const ends = endings(await world.apply());
    expect(ends.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "unverified not-visible"));
    expect(ends.slice(20)).toEqual(["not-tried stopped", "not-tried stopped"]);
  });

  it("of as many do not, where one in between was seen", async () => {
    const world = await createWorld(upgradeOf(...people(38)));
    world.tenant.dials.treat = (user) => {
      world.tenant.dials.brings = user === "user019" ? null : "next";
      return CARRIED_OUT;
    };
    expect(endings(await world.apply())).not.toContain("not-tried stopped");
  });

  it("of twenty who were lost and cannot be read end them as well", async () => {
    const world = await createWorld(upgradeOf(...people(25)));
    world.tenant.dials.treat = inTurn(LOST);
    world.tenant.dials.readError = () => graphError(503, "Down", "target");
    const ends = endings(await world.apply());
    expect(ends.filter((end) => end === "unverified not-visible")).toHaveLength(20);
    expect(ends.filter((end) => end === "not-tried stopped")).toHaveLength(5);
  });
});

it("as many rows as may have their turn at once, and no more", async () => {
  const world = await createWorld(upgradeOf(...people(300)));
  world.tenant.dials.turnMs = () => 1_000;
  let [now, most] = [0, 0];
  const { writer } = world.ports;
  const counting: typeof writer = {
    ...writer,
    upgrade: async (...asked) => {
      now += 1;
      most = Math.max(most, now);
      const answer = await writer.upgrade(...asked);
      now -= 1;
      return answer;
    },
  };
  await world.clock.runUntilSettled(apply(world.plan, { ...world.ports, writer: counting }, world.stop.signal));
  expect(most).toBe(32);
});

it.each<[string, number | null, readonly (number | null)[], number | null]>([
  ["of the plan", 3, [9, 5], 3],
  ["of a row that was held", 7, [9, 5, 8], 5],
  ["of any", null, [9, null], 9],
  ["of none", null, [null], null],
])("a result tells the next time at which something may act: %s", async (_, planned, next, expected) => {
  const names = people(next.length);
  const world = await createWorld(upgradeOf(...names));
  let asked = 0;
  const ports: ApplyPorts = {
    ...world.ports,
    heldNow: () => ({ reason: "outside-window", detail: "closed", next: thenAt(next[asked++ % next.length] ?? null) }),
  };
  const nextOfPlan = thenAt(planned);
  const of = nextOfPlan === null ? world.plan : { ...world.plan, nextAct: nextOfPlan };
  const { nextAct } = await world.clock.runUntilSettled(apply(of, ports, world.stop.signal));
  expect(nextAct?.atMs ?? null).toBe(expected);
});

it("a look from the time to come, as after a clock was set back, is taken again", async () => {
  const world = await createWorld(upgradeOf("adele"));
  const clock = { ...world.clock, now: () => world.clock.now() - 3_600_000 };
  await world.clock.runUntilSettled(apply(world.plan, { ...world.ports, clock }, world.stop.signal));
  expect(world.tenant.log.sends).toHaveLength(1);
  expect(world.tenant.log.reads).toHaveLength(2);
});

describe("journals", () => {
  it("are all told, in order, as far as they keep it", async () => {
    const heard: string[] = [];
    const one = (name: string): WriteJournal => ({
      ...recording((text) => void heard.push(`${name}: ${text}`)),
      noteRollout: async ({ kind }) => void heard.push(`${name}: ${kind}`),
    });
    const all = journals(one("a"), NO_JOURNAL, one("b"));
    const world = await createWorld(upgradeOf("adele"));
    await world.clock.runUntilSettled(apply(world.plan, { ...world.ports, journal: all }, world.stop.signal));
    await all.withdraw({ userId: "adele", appId: "x" });
    const about = { at: 1, app: "x", catalogId: "x", digest: "x", version: "1", ring: null, halt: null, detail: null };
    await all.noteRollout?.({ kind: "began", ...about });
    const each = [
      "intends upgrade of catalog-id-of-expenses 2.4.0 for adele",
      "upgrade ended applied, sent 1 times",
      "upgrade for adele ended applied, sent 1 times",
      "withdraws x for adele",
      "began",
    ];
    expect(heard).toEqual(each.flatMap((text) => [`a: ${text}`, `b: ${text}`]));
  });
});
