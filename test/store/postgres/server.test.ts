import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameDatabase, nameTenant } from "../../../src/store/named-databases.ts";
import { storesToChange } from "../../../src/session/open-store.ts";
import { peekFreezes, storesIn, tryStore } from "../../../src/store/open.ts";
import { migrate } from "../../../src/store/postgres/schema.ts";
import { tryPostgresStore } from "../../../src/store/postgres/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { isoTime } from "../../../src/model/clock.ts";
import { createVirtualClock } from "../../fakes/clock.ts";
import { recallOne, START, taker, TENANT } from "../store-in-folder.ts";
import { startServer, type TestServer, WITH_SERVER } from "./databases.ts";

const MINUTE = 60_000;
const SEEN = { state: "read", installations: [], absenceProven: true, at: START } as const;
const INTENT = { userId: "adele", appId: "app", action: "install", version: "1.0", at: START } as const;

describe.runIf(WITH_SERVER)("a server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.end());

  async function open(notices: string[] = []): Promise<Store> {
    const notice = (line: string): void => void notices.push(line);
    const clock = createVirtualClock(START);
    const tried = await tryPostgresStore({ address: server.address, tenant: TENANT, clock, notice, makes: true });
    if (tried.kind === "refused") expect.fail(tried.why);
    return tried.store;
  }

  it("makes the tables once for many who begin together", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => server.open()));
    expect(await Promise.all(all.map((sql) => migrate(sql)))).toEqual(all.map(() => ({ kind: "ready" })));
    for (const sql of all) await sql.close();
  });

  it("gives a process ten connections, however many stores it has open, and the last to close ends them", async () => {
    const stores = await Promise.all(Array.from({ length: 25 }, () => open()));
    await Promise.all(stores.map((store) => store.apps.all()));
    const watching = await server.open();
    const [row] = await watching.query(
      "SELECT count(*) AS many FROM pg_stat_activity WHERE application_name = 'trueup'",
    );
    await watching.close();
    expect(row?.["many"]).toBeGreaterThan(1);
    expect(row?.["many"]).toBeLessThanOrEqual(10);
    const [last, ...others] = stores;
    for (const store of others) await store.close();
    expect(await last?.isWritable()).toBe(true);
    await last?.close();
    expect(await (await open()).isWritable()).toBe(true);
  });

  it("tells whose stores it holds, by name and without its password, and opens each for whoever does not say whose", async () => {
    await (await open()).close();
    const name = nameDatabase(server.url) ?? "";
    expect(await storesIn(name)).toEqual([nameTenant(name, TENANT)]);
    const options = {
      path: `${name}#3f6c1f0e`,
      tenant: null,
      clock: createVirtualClock(START),
      notice: () => undefined,
    };
    const tried = await tryStore(options);
    if (tried.kind === "refused") expect.fail(tried.why);
    await tried.store.close();
    expect(await peekFreezes(name, options.clock)).toEqual({ state: "known", inForce: [] });
    expect(await tryStore({ ...options, path: `${name}#another` })).toMatchObject({ kind: "refused" });
  });

  it("gives the tenant that is named, in capitals too, to whoever changes what is kept, and refuses one that it does not hold", async () => {
    await (await open()).close();
    const name = nameDatabase(server.url) ?? "";
    const changed = (id: string) => storesToChange({ environment: { TRUEUP_STORE: server.url, AZURE_TENANT_ID: id } });
    const [tenantId = ""] = TENANT.split(" ");
    for (const id of ["", tenantId, ` ${tenantId.toUpperCase()}\n`])
      expect(await changed(id)).toEqual([nameTenant(name, TENANT)]);
    await expect(changed("contoso.onmicrosoft.com")).rejects.toThrow(
      `there is no store of the tenant contoso.onmicrosoft.com, which AZURE_TENANT_ID names, in ${name}, so nothing was done`,
    );
  });

  it("gives the lease to one of many who ask at once", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => open()));
    const asked = await Promise.all(all.map(({ lease }, at) => lease.take(taker(`worker ${at}`), MINUTE)));
    expect(asked.map(({ kind }) => kind).toSorted()).toEqual(["held", ...Array.from({ length: 7 }, () => "taken")]);
    await all[0]?.lease.breakIt();
    for (const store of all) await store.close();
  });

  it("keeps one chain of receipts, whoever adds to it at once", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => open()));
    const facts = {
      kind: "event",
      event: "frozen",
      at: isoTime(START),
      tenantId: null,
      commit: null,
      plan: null,
      app: null,
      definition: null,
      by: "ana",
      detail: "x",
    } as const;
    const kept = await Promise.all(all.flatMap(({ receipts }) => [1, 2, 3].map(() => receipts.keep(facts, null))));
    expect(kept.map((one) => one?.number).toSorted((a = 0, b = 0) => a - b)).toEqual(kept.map((_, index) => index + 1));
    for (const store of all) await store.close();
  });

  it("that crashes leaves nobody the lease, is named once, and the next run goes on where it ended", async () => {
    const notices: string[] = [];
    const store = await open(notices);
    await store.memory.remember("adele", SEEN, { appIds: ["app"], consents: false });
    const asked = await store.lease.take(taker("one"), MINUTE);
    if (asked.kind !== "held") expect.fail("no lease");
    await store.journal.intend(INTENT);
    expect(await asked.lease.isOurs()).toBe(true);
    await server.crash();
    expect([await asked.lease.isOurs(), await asked.lease.renew()]).toEqual([false, false]);
    await store.journal.intend({ ...INTENT, userId: "megan" });
    await store.endRun("over");
    expect(asked.lease.unseen()).toBe("the store does not answer any more");
    expect(await store.freezes.inForce()).toMatchObject({ state: "unreadable" });
    expect(await store.lease.take(taker("one"), MINUTE)).toMatchObject({ kind: "unknown" });
    await store.close();
    expect(notices).toHaveLength(1);
    expect(notices[0]).not.toContain("s3cret");
    await server.restart();
    const next = await open();
    expect(await next.journal.openIntents(0)).toEqual([INTENT]);
    expect((await recallOne(next.memory, "adele")).triedAt).toBe(START);
    expect((await next.lease.take(taker("other"), MINUTE)).kind, "the lease of the first ends by itself").toBe("taken");
    expect(
      (
        await next.lease.take(
          taker("other", () => true),
          MINUTE,
        )
      ).kind,
    ).toBe("held");
    await next.close();
  });

  it("that drops connections nobody uses is asked again without a word", async () => {
    const notices: string[] = [];
    const store = await open(notices);
    await server.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trueup' AND pid <> pg_backend_pid()",
    );
    await store.journal.withdraw(INTENT);
    expect(await store.journal.openIntents(0)).toEqual([]);
    expect(notices).toEqual([]);
    await store.close();
  });
});
