import { describe, expect, it } from "vitest";
import { type Files, loadFiles, loadText, MANIFEST_ID, places, withHeader } from "./folder.ts";

const APPS = `apps:
  expenses: { manifestId: ${MANIFEST_ID} }
`;
const DIGEST = `sha256:${"ab".repeat(32)}`;
const CONTRACT = `${APPS}rollouts:
  expenses:
    rings:
      - { name: it,       to: [{ group: IT }], soak: 4h, proof: none }
      - { name: pilot,    share: 2%, atLeast: 500, soak: 48h }
      - { name: early,    share: 20%, soak: 48h }
      - { name: everyone }
    gates:
      refusals:   { halt: 2%, atLeast: 20 }
      readBack:   { halt: 1 }
      unverified: { wait: 1% }
      removals:   { within: 48h, harmful: 5%, falseHalts: 1%, missedHarm: 1% }
      signals:
        - { name: tickets, prometheus: "sum(increase(tickets{app='expenses'}[4h]))", ok: "< 3", fail: ">= 10", every: 15m }
        - { name: desk, get: "https://desk.contoso.com/health/expenses", pointer: /state, ok: green, fail: red }
    after: 3d
    expires: 21d
`;
/** Two rings, and more in the same entry. */
const rings = (text: string): string => `${APPS}rollouts:\n  expenses:\n    rings:\n${text}`;
const simple = (more: string): string => `${rings("      - { name: everyone }\n")}    ${more}\n`;

describe("rollouts", () => {
  it("are read as they are written", async () => {
    const { configuration, diagnostics } = await loadText(CONTRACT);
    expect(diagnostics.filter(({ code }) => code !== "no-assignment")).toEqual([]);
    expect(configuration?.rollouts).toMatchObject([
      {
        app: "expenses",
        rings: [
          { name: "it", members: { kind: "named" }, soakMs: 4 * 3_600_000, needsProof: false },
          { name: "pilot", members: { kind: "share", share: 0.02, atLeast: 500 }, soakMs: 48 * 3_600_000 },
          { name: "early", members: { kind: "share", share: 0.2, atLeast: 0 }, needsProof: true },
          { name: "everyone", members: { kind: "everybody-else" }, soakMs: 24 * 3_600_000 },
        ],
        gates: {
          refusals: { halt: { kind: "share", share: 0.02 }, atLeast: 20 },
          readBack: { halt: { kind: "count", count: 1 } },
          unverified: { wait: { kind: "share", share: 0.01 } },
          removals: { withinMs: 48 * 3_600_000, harmful: 0.05, falseHalts: 0.01, missedHarm: 0.01 },
          signals: [
            { name: "tickets", ok: { kind: "number", operator: "<", than: 3 }, everyMs: 900_000 },
            { name: "desk", source: { kind: "get", pointer: "/state" }, fail: { kind: "text", text: "red" } },
          ],
        },
        afterMs: 3 * 86_400_000,
        expiresMs: 21 * 86_400_000,
        rotates: false,
        urgent: null,
        resume: null,
      },
    ]);
  });

  it("of default are for every app without one of its own", async () => {
    const text = `${APPS}rollouts:\n  default:\n    rings: [{ name: everyone, soak: 0s }]\n`;
    const { configuration } = await loadText(text);
    expect(configuration?.rollouts).toMatchObject([{ app: "expenses", gates: { signals: [] } }]);
  });

  it("name the halt that they lift", async () => {
    const { configuration } = await loadText(simple(`resume: ${DIGEST}/3`));
    expect(configuration?.rollouts[0]?.resume).toEqual({ digest: DIGEST, number: 3 });
  });

  it.each<readonly [string, string, ...string[]]>([
    ["an app that nobody describes", `${APPS}rollouts:\n  expense:\n    rings: [{ name: all }]\n`, "5:3 unknown-app"],
    ["no ring for everybody else", rings("      - { name: a, share: 5% }\n"), "6:5 rollout-rings"],
    ["two rings for everybody else", rings("      - { name: a }\n      - { name: b }\n"), "8:9 rollout-rings"],
    ["the same name twice", rings("      - { name: a, share: 5% }\n      - { name: a }\n"), "8:17 said-twice"],
    [
      "shares that fall",
      rings("      - { name: a, share: 5% }\n      - { name: b, share: 2% }\n      - { name: c }\n"),
      "8:27 rollout-rings",
    ],
    [
      "a share after everybody else",
      rings("      - { name: a }\n      - { name: b, share: 2% }\n"),
      "8:27 rollout-rings",
    ],
    ["a share of all", rings("      - { name: a, share: 100% }\n      - { name: c }\n"), "7:27 rollout-rings"],
    [
      "to and share",
      rings("      - { name: a, share: 5%, to: [{ group: IT }] }\n      - { name: c }\n"),
      "7:27 rollout-rings",
    ],
    ["atLeast without a share", rings("      - { name: c, atLeast: 5 }\n"), "7:29 rollout-rings"],
    [
      "everyone as a target",
      rings("      - { name: a, to: [{ everyone: true }] }\n      - { name: c }\n"),
      "7:27 unknown-key",
    ],
    ["a share without its sign", rings("      - { name: a, share: 5 }\n      - { name: c }\n"), "7:27 invalid-value"],
    ["a duration without a unit", simple("after: 3"), "8:12 invalid-value"],
    ["a duration of weeks", simple("after: 3w"), "8:12 invalid-value"],
    ["a key with a slip", simple("expire: 3d"), "8:5 unknown-key"],
    ["a digest of no definition", simple("urgent: sha256:abc"), "8:13 invalid-value"],
    ["a halt without a number", simple(`resume: ${DIGEST}`), "8:13 invalid-value"],
    [
      "a halt of every app",
      `${APPS}rollouts:\n  default:\n    rings: [{ name: all }]\n    resume: ${DIGEST}/1\n`,
      "7:5 rollout-resume",
    ],
    ["a window that is not there", simple("window: nights"), "8:13 unknown-window"],
    [
      "a gate that can never decide",
      simple("gates: { removals: { within: 1h, harmful: 0% } }"),
      "8:14 rollout-undecided",
    ],
    ["a signal without a source", simple("gates: { signals: [{ name: a, ok: 1 }] }"), "8:24 rollout-signal"],
    [
      "a signal with two sources",
      simple("gates: { signals: [{ name: a, ok: 1, get: 'https://a', prometheus: up }] }"),
      "8:24 rollout-signal",
    ],
    [
      "an address in the clear",
      simple("gates: { signals: [{ name: a, ok: 1, get: 'http://desk.contoso.com/' }] }"),
      "8:47 rollout-signal",
    ],
    [
      "an address with a password",
      simple("gates: { signals: [{ name: a, ok: 1, get: 'https://u:p@desk/' }] }"),
      "8:47 rollout-signal",
    ],
    [
      "a text as the value of a query",
      simple("gates: { signals: [{ name: a, ok: fine, prometheus: up }] }"),
      "8:39 rollout-signal",
    ],
    [
      "ok and fail alike",
      simple('gates: { signals: [{ name: a, ok: "< 1", fail: "<1", prometheus: up }] }'),
      "8:52 rollout-signal",
    ],
    [
      "a secret that is none of a signal's",
      simple("gates: { signals: [{ name: a, ok: 1, get: 'https://a', tokenFrom: AZURE_CLIENT_SECRET }] }"),
      "8:71 invalid-value",
    ],
    ["a threshold of nothing", simple("gates: { readBack: { halt: 0 } }"), "8:32 invalid-value"],
  ])("refuse %s", async (_, text, ...expected) => {
    const loaded = await loadText(text);
    expect(loaded.configuration).toBeNull();
    expect(places(loaded)).toEqual(expected.map((place) => `state.yaml:${place}`));
    for (const { hint } of loaded.diagnostics) expect(hint).not.toBeNull();
  });

  it.each<readonly [string, string, ...string[]]>([
    ["a soak that ends before removals count", "      - { name: a, share: 5%, soak: 4h }\n", "7:9 soak-too-short"],
    ["a ring too small to tell", "      - { name: a, share: 5%, atLeast: 50, soak: 48h }\n", "7:40 rollout-undecided"],
    ["nothing of a ring without proof", "      - { name: a, share: 5%, atLeast: 50, soak: 4h, proof: none }\n"],
  ])("warn of %s", async (_, ring, ...expected) => {
    const gates = "    gates: { removals: { within: 48h, harmful: 5% } }\n";
    const loaded = await loadText(`${rings(ring)}      - { name: c }\n${gates}`);
    expect(loaded.configuration).not.toBeNull();
    const told = places(loaded).filter((place) => !place.endsWith("no-assignment"));
    expect(told).toEqual(expected.map((place) => `state.yaml:${place}`));
  });

  it("stand where policy.sections allows them, each app's once", async () => {
    const entry = "rollouts:\n  expenses:\n    rings: [{ name: all }]\n";
    const files: Files = {
      "policy.yaml": withHeader('policy: { sections: { rollouts: ["rollouts/**"] } }\n'),
      "apps.yaml": withHeader(APPS),
      "rollouts/a.yaml": withHeader(entry),
      "b.yaml": withHeader(entry),
    };
    expect(places(await loadFiles(files))).toEqual(["b.yaml:2:1 section-misplaced", "rollouts/a.yaml:3:3 said-twice"]);
  });

  it("have a window that policy.window does not keep closed", async () => {
    const policy = `policy:
  windows:
    nights: { days: [Mon], from: "22:00", to: "04:00" }
    weekdays: { days: [Wed], from: "08:00", to: "16:00" }
  window: weekdays
`;
    const files: Files = {
      "policy.yaml": withHeader(policy),
      "a.yaml": withHeader(`${APPS}rollouts:\n  expenses: { rings: [{ name: all }], window: nights }\n`),
    };
    expect(places(await loadFiles(files))).toEqual(["a.yaml:5:47 invalid-window"]);
  });
});
