import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PassOrder, PassResult } from "../../src/controller/controller.ts";
import { carryOutPass, readOffers } from "../../src/controller/pass.ts";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { type LoadedState, loadState } from "../../src/session/desired-state.ts";
import type { StoreState } from "../../src/session/open-store.ts";
import { openSession, type Session, STANDALONE_OPTIONS } from "../../src/session/session.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { openStore } from "../../src/store/open.ts";
import { COUNTED } from "../report/page/views.ts";
import { taker } from "../store/store-in-folder.ts";
import { until } from "../until.ts";

const TENANT = `
tenantId: 3f6c1f0e-0000-4000-8000-000000000001
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0 }]
population:
  - { count: 3, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: 3f6c1f0e-0000-4000-8000-000000000001
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`;

let folder: string;
let sandbox: Sandbox;
let state: LoadedState;
let sessions: Session[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-pass-"));
  sandbox = await startSandbox({ tenant: parseTenant(TENANT, "tenant.yaml"), clock: systemClock, throttle: "off" });
  await writeFile(join(folder, "state.yaml"), DESIRED);
  state = await loadState(join(folder, "state.yaml"));
  sessions = [];
});
afterEach(async () => {
  for (const session of sessions) await session.close();
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Passes of one controller. */
async function controller(store: string | null = null, noted: () => void = () => undefined) {
  const ending = new AbortController();
  const found: StoreState[] = [];
  const access = { TRUEUP_GRAPH_URL: sandbox.url, TRUEUP_ACCESS_TOKEN: "sandbox-token" };
  const environment = { ...access, ...(store === null ? {} : { TRUEUP_STORE: store }) };
  const options = {
    ...STANDALONE_OPTIONS,
    filters: { apps: [], users: [] },
    maxChanges: null,
    readConsents: false,
    remembers: store !== null,
    limitsScale: 20,
    auth: null,
  };
  const nothing = { environment, status: () => undefined, notice: () => undefined, isInteractive: false };
  const session = await openSession(options, nothing);
  sessions.push(session);
  const pass = (): Promise<PassResult> => {
    const order: PassOrder<LoadedState> = {
      pass: { number: 1, trigger: "request", startedAtMs: 0, stop: ending.signal },
      inUse: { commit: null, ref: null, state },
      reportOnly: null,
      changingEnds: () => null,
      begins: () => undefined,
    };
    return carryOutPass(order, {
      session: () => Promise.resolve(session),
      corrects: true,
      options,
      log: () => undefined,
      people: COUNTED,
      store: {
        note: (one) => {
          found.push(one);
          noted();
        },
        name: () => null,
        trouble: () => null,
      },
      describeError: String,
      passFrom: (ms) => ms,
      ending: ending.signal,
      began: () => undefined,
      glance: null,
      events: null,
    });
  };
  return { session, pass, found, ending };
}

describe("a pause that Graph asks for", () => {
  it("puts passes off: the second one sends nothing, the catalog is not looked at, and a later one goes on", async () => {
    sandbox.addFault({
      kind: "status",
      path: /installedApps/,
      status: 429,
      headers: { "Retry-After": "900" },
      times: 1,
    });
    const { session, pass } = await controller();
    const first = await pass();
    expect(first).toMatchObject({
      outcome: "standby",
      plan: null,
      problem: expect.stringContaining("for 15 min more"),
    });
    expect(first.againInMs).toBeGreaterThan(890_000);
    const sent = sandbox.requests.length;
    expect((await pass()).outcome).toBe("standby");
    expect(await readOffers(session, state, new AbortController().signal)).toBe(null);
    expect(sandbox.requests).toHaveLength(sent);
  });

  it("is kept by the next process that shares the store: it is put off in the same words, and sends nothing", async () => {
    sandbox.addFault({
      kind: "status",
      path: /installedApps/,
      status: 429,
      headers: { "Retry-After": "900" },
      times: 1,
    });
    const path = join(folder, "store.db");
    const first = await (await controller(path)).pass();
    const sent = sandbox.requests.length;
    const second = await (await controller(path)).pass();
    expect([first, second]).toMatchObject([
      { outcome: "standby", exitCode: 0, problem: expect.stringContaining("for 15 min more") },
      { outcome: "standby", exitCode: 0, problem: expect.stringContaining("for 15 min more") },
    ]);
    expect(second.againInMs).toBeGreaterThan(890_000);
    expect(sandbox.requests).toHaveLength(sent);
  });
});

describe("the end of the controller", () => {
  it.each([
    {
      name: "a wait that Graph asked for",
      fault: { kind: "status", status: 429, headers: { "Retry-After": "400" } } as const,
    },
    { name: "tries after refusals", fault: { kind: "status", status: 503 } as const },
    { name: "an answer that does not come", fault: { kind: "hang" } as const },
  ])("is not kept waiting by $name, as long as nothing was written", async ({ fault }) => {
    sandbox.addFault({ ...fault, path: /installedApps/ });
    const { pass, ending } = await controller();
    const made = pass();
    await until("a request that meets the fault", () =>
      sandbox.requests.some(
        ({ path, status }) => path.includes("installedApps") && (fault.kind === "hang" || status !== null),
      ),
    );
    // Each of them lasts for minutes, and comes to another end.
    ending.abort();
    expect(await made).toMatchObject({ outcome: "standby", exitCode: 0, problem: "the controller was asked to end" });
  });
});

describe("what one session learns holds for its later passes", () => {
  it("what is counted is of the pass alone", async () => {
    const { pass } = await controller();
    const [first, second] = [await pass(), await pass()];
    expect(first).toMatchObject({ outcome: "converged", againInMs: null });
    expect(second.traffic["installation-reads"]?.requests).toBe(3);
    expect(second.traffic["installation-writes"]?.requests).toBe(0);
    expect(first.traffic["installation-writes"]?.requests).toBe(3);
  });
});

async function heldBySomebody(path: string) {
  const tenant = `unknown ${new URL(sandbox.url).origin}`;
  const store = await openStore({ path, tenant, clock: systemClock, notice: () => undefined });
  const asked = await store?.lease.take(taker("process 4711 on worker-2"), 60_000);
  return { store, lease: asked?.kind === "held" ? asked.lease : null };
}

describe("a pass that fails", () => {
  it("after it began to write has not converged, and says so; it never counts as one that wrote nothing", async () => {
    let notes = 0;
    const { pass } = await controller(null, () => {
      notes += 1;
      if (notes === 2) throw new Error("a defect");
    });
    expect(await pass()).toMatchObject({
      outcome: "not-converged",
      problem: expect.stringMatching(/^it wrote to the tenant, and then failed: .*a defect/),
    });
  });
});

describe("a store that is shared", () => {
  it("while another run has the lease, a pass is on standby and nobody is read; then it is made", async () => {
    const path = join(folder, "store.db");
    const { store, lease } = await heldBySomebody(path);
    const { pass } = await controller(path);
    expect(await pass()).toMatchObject({
      outcome: "standby",
      problem: expect.stringContaining("process 4711 on worker-2"),
      againInMs: 60_000,
    });
    expect(sandbox.requests).toEqual([]);
    await lease?.release();
    await store?.close();
    expect((await pass()).outcome).toBe("converged");
  });

  it("and whose lease is broken in the middle: nothing more is written, and the pass says that it was cut off", async () => {
    const path = join(folder, "store.db");
    const tenant = `unknown ${new URL(sandbox.url).origin}`;
    const store = await openStore({ path, tenant, clock: systemClock, notice: () => undefined });
    const { pass } = await controller(path, () => void store?.lease.breakIt());
    expect(await pass()).toMatchObject({ exitCode: 3, cutOff: "the lease on this tenant was lost" });
    expect(sandbox.requests.filter(isWrite)).toEqual([]);
    await store?.close();
    const next = await controller(path);
    const made = await next.pass();
    expect([made.outcome, made.cutOff]).toEqual(["converged", undefined]);
  });

  it("that cannot be used: nothing is read or written, and the watch on it knows", async () => {
    await writeFile(join(folder, "a-file"), "");
    const path = join(folder, "a-file", "store.db");
    const { pass, found } = await controller(path);
    await expect(pass()).rejects.toThrow(/cannot be used, so whether another run is changing this tenant/);
    expect(found).toEqual([{ state: "unusable", path, name: path }]);
    expect(sandbox.requests).toEqual([]);
  });
});
