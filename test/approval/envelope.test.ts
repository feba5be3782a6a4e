import { describe, expect, it } from "vitest";
import { approveEnvelope } from "../../src/approval/approve-envelope.ts";
import { UsageError } from "../../src/errors.ts";
import type { DecidedRow, Plan, PlanApp } from "../../src/model/plan.ts";
import type { Limit } from "../../src/model/policy.ts";
import {
  app,
  CAMERA,
  forEach,
  held,
  install,
  on,
  people,
  plan,
  present,
  replace,
  row,
  SEND,
  uninstall,
  upgrade,
  user,
} from "../report/builders.ts";
import { DIGEST, reviewed } from "./plan-text.ts";
import { IDENTITY } from "../definitions.ts";

const NONE: Limit = { kind: "count", count: 0 };

const OFFERED = { version: "2.4.0", permissions: [SEND], identity: IDENTITY } as const;
const MOVED = { ...OFFERED, version: "2.5.0" };
const UNSIGNED = { ...OFFERED, identity: { state: "unknown", detail: "not shown" } } as const;
const UNTOLD = { ...OFFERED, permissions: null };

/** The app is there, and an earlier upload of it is to be removed. */
function removing(changed: Partial<PlanApp>, who = user("adele")): DecidedRow {
  const { app: before, ...rest } = on();
  return replace({
    user: who,
    observed: present("2.4.0"),
    drift: ["old-copy"],
    brings: null,
    consent: [],
    on: { ...rest, app: { ...before, ...changed } },
  });
}

/** Reviewed: ten upgrades, two installations, one removal. */
const REVIEWED = [
  ...forEach(people(10, "up"), upgrade()),
  ...forEach(people(2, "in"), install()),
  uninstall({ user: user("leaver") }),
];

function inside(rows: readonly DecidedRow[], slack = NONE): Plan {
  return approveEnvelope(plan(rows), reviewed(plan(REVIEWED), { slack }), DIGEST).plan;
}

/** `upgrade x10, held outside-envelope: why x2` */
function counted({ rows }: Plan): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verdict, action, reason, detail } of rows) {
    const what = verdict === "act" ? action : `${verdict} ${reason}: ${detail}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

describe("an envelope", () => {
  it("lets other people act, up to its counts", () => {
    const rows = [...forEach(people(10, "other"), upgrade()), ...forEach(people(2, "new"), install()), uninstall()];
    expect(counted(inside(rows))).toEqual({ upgrade: 10, install: 2, uninstall: 1 });
  });

  it("lets an upgrade begin at another version", () => {
    expect(counted(inside([upgrade({ observed: present("1.0") })]))).toEqual({ upgrade: 1 });
  });

  it("over a count holds all of that kind, never the first of them", () => {
    const rows = [...forEach(people(11, "other"), upgrade()), ...forEach(people(2, "new"), install()), uninstall()];
    expect(counted(inside(rows))).toEqual({
      "held outside-envelope: upgrade of expenses is due 11 times, the envelope allows 10": 11,
      install: 2,
      uninstall: 1,
    });
  });

  it("has the slack that was reviewed, for everything but removals", () => {
    const rows = [...forEach(people(11, "other"), upgrade()), ...forEach(people(2, "gone"), uninstall())];
    expect(counted(inside(rows, { kind: "percent", percent: 10 }))).toEqual({
      upgrade: 11,
      "held outside-envelope: uninstall of expenses is due 2 times, the envelope allows 1": 2,
    });
  });

  it("does not count what policy holds", () => {
    const rows = [...forEach(people(10, "other"), upgrade()), held(upgrade(), "protected", "the chief")];
    expect(counted(inside(rows))).toEqual({ upgrade: 10, "held protected: the chief": 1 });
  });

  it.each<{ name: string; row: DecidedRow; detail: string }>([
    {
      name: "another app",
      row: upgrade({ app: "travel" }),
      detail: "the envelope does not hold travel",
    },
    {
      name: "another version",
      row: upgrade({ on: on({ offered: { version: "2.5.0", permissions: [SEND], identity: IDENTITY } }) }),
      detail: "the envelope holds 2.4.0, now offered is 2.5.0",
    },
    {
      name: "another permission set of the same version",
      row: upgrade({
        consent: [CAMERA, SEND],
        on: on({ offered: { version: "2.4.0", permissions: [CAMERA, SEND], identity: IDENTITY } }),
      }),
      detail: "2.4.0 now requires other permissions than the envelope holds",
    },
    {
      name: "fewer permissions of the same version",
      row: upgrade({ consent: [], on: on({ offered: { version: "2.4.0", permissions: [], identity: IDENTITY } }) }),
      detail: "2.4.0 now requires other permissions than the envelope holds",
    },
    {
      name: "another consent than the definition requires",
      row: upgrade({ consent: [CAMERA] }),
      detail: "another consent would be sent than the envelope holds",
    },
    {
      name: "another catalog entry",
      row: uninstall({ on: on({ id: "another-catalog-id" }) }),
      detail: "the envelope is for the catalog id 0d820ecd-0000-4000-8000-000000000002, now it is another-catalog-id",
    },
  ])("holds what is outside: $name", ({ row: due, detail }) => {
    expect(counted(inside([due]))).toEqual({ [`held outside-envelope: ${detail}`]: 1 });
  });

  it("lets a row act that sends no consent where the token may not grant any", () => {
    expect(counted(inside([upgrade({ consent: [] })]))).toEqual({ upgrade: 1 });
  });

  it("holds an app that the reviewed plan holds without a change", () => {
    const approved = reviewed(plan([row()]));
    expect(counted(approveEnvelope(plan([upgrade()]), approved, DIGEST).plan)).toEqual({
      "held outside-envelope: the envelope does not hold expenses": 1,
    });
  });

  it("leaves the reason of what policy holds, whether it is outside or over a bound", () => {
    const rows = [
      held(upgrade({ app: "travel", user: user("megan") }), "protected", "the chief"),
      held(upgrade(), "protected", "the chief"),
      ...forEach(people(11, "other"), upgrade()),
    ];
    expect(counted(inside(rows))).toMatchObject({ "held protected: the chief": 2 });
  });

  it.each<[string, DecidedRow, Partial<PlanApp>, string]>([
    ["where an upload is only removed, whatever is offered", removing({ offered: MOVED }), {}, "replace"],
    [
      "where an upload is only removed, and nothing is offered",
      removing({ offered: null }),
      { offered: null },
      "replace",
    ],
    [
      "not where the app is brought in another version",
      replace({ on: on({ offered: MOVED }) }),
      {},
      "held outside-envelope: the envelope holds 2.4.0, now offered is 2.5.0",
    ],
    [
      "not where the app is brought, and no version was reviewed",
      replace(),
      { offered: null },
      "held outside-envelope: the envelope holds no version",
    ],
    [
      "not where what is offered was unknown when it was reviewed, and is now",
      replace({ on: on({ offered: UNTOLD }) }),
      { offered: UNTOLD },
      "held outside-envelope: 2.4.0 now requires other permissions than the envelope holds",
    ],
    [
      "not where who gets the consent is unknown now",
      replace({ on: on({ offered: UNSIGNED }) }),
      {},
      "held outside-envelope: 2.4.0 now gives its consent to another Entra application than the envelope holds",
    ],
    [
      "not where what the version requires is unknown now",
      replace({ on: on({ offered: UNTOLD }) }),
      {},
      "held outside-envelope: 2.4.0 now requires other permissions than the envelope holds",
    ],
    [
      "not where who gets the consent was unknown, and is",
      replace({ on: on({ offered: UNSIGNED }) }),
      { offered: UNSIGNED },
      "held outside-envelope: 2.4.0 now gives its consent to another Entra application than the envelope holds",
    ],
    [
      "not where what the version requires was unknown when it was reviewed",
      replace(),
      { offered: UNTOLD },
      "held outside-envelope: 2.4.0 now requires other permissions than the envelope holds",
    ],
  ])("replaces an earlier upload %s", (_name, acting, then, expected) => {
    const approved = reviewed(plan([removing({}, user("megan"))], { apps: [app(then)] }));
    expect(counted(approveEnvelope(plan([acting]), approved, DIGEST).plan)).toEqual({ [expected]: 1 });
  });

  it("holds kinds of action that nobody reviewed", () => {
    const approved = reviewed(plan([upgrade()]), { slack: { kind: "count", count: 50 } });
    const fresh = plan([uninstall(), install({ user: user("megan") }), upgrade({ user: user("nestor") })]);
    const { plan: restricted, notes } = approveEnvelope(fresh, approved, DIGEST);
    expect(counted(restricted)).toEqual({
      "held outside-envelope: the envelope holds no uninstall of expenses": 1,
      "held outside-envelope: the envelope holds no install of expenses": 1,
      upgrade: 1,
    });
    expect(notes).toEqual(["held, as they are outside the reviewed envelope: 2 of the changes due now"]);
  });

  it("removes though the catalog moved, as a removal brings no version", () => {
    expect(
      counted(
        inside([uninstall({ on: on({ offered: { version: "2.5.0", permissions: [SEND], identity: IDENTITY } }) })]),
      ),
    ).toEqual({
      uninstall: 1,
    });
  });

  it("says nothing when all is inside, and changes no row", () => {
    const fresh = plan([upgrade()]);
    expect(approveEnvelope(fresh, reviewed(plan(REVIEWED)), DIGEST)).toEqual({ plan: fresh, settled: [], notes: [] });
  });

  it("holds for the reviewed desired state only", () => {
    const other = `sha256:${"cd".repeat(32)}`;
    expect(() => approveEnvelope(plan([upgrade()]), reviewed(plan(REVIEWED)), other)).toThrow(UsageError);
    expect(() => approveEnvelope(plan([upgrade()]), reviewed(plan(REVIEWED)), other)).toThrow(
      expect.objectContaining({
        message: `the desired state is ${other}, and the plan was reviewed for ${DIGEST}`,
        hint: "an envelope holds for the reviewed desired state only: review a new plan, or apply this one without --envelope",
      }),
    );
  });
});
