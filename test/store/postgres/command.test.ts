import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWrite, userIn } from "../../../src/sandbox/request-log.ts";
import { type CommandLine, type Ended, startCommandLine } from "../../cli/command-line.ts";
import { type Link, openLink } from "../../chaos-postgres/link.ts";
import { startServer, type TestServer, WITH_SERVER } from "./databases.ts";
import { until } from "../../until.ts";

const PEOPLE = 40;
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
  - { count: ${PEOPLE}, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: 3f6c1f0e-0000-4000-8000-000000000001
apps: { expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
policy: { maxChanges: 100% }
`;

describe.runIf(WITH_SERVER)("a command whose database is killed in the middle of its writes", () => {
  let server: TestServer;
  let line: CommandLine;
  beforeAll(async () => {
    [server, line] = await Promise.all([startServer(), startCommandLine(TENANT, { dials: { latencyMs: 20 } })]);
    await line.write({ "state.yaml": DESIRED });
  });
  afterAll(async () => {
    await line.end();
    await server.end();
  });

  const writes = () => line.sandbox.requests.filter(isWrite);
  const apply = (env: Readonly<Record<string, string>>): Promise<Ended> =>
    line.spawned(["apply", "state.yaml", "--yes", "--limits-scale", "10", "--settle", "1s"], { env });

  it("ends in good order, says why, and the next one goes on: nobody is written twice, and nobody is lost", async () => {
    const env = { TRUEUP_STORE: server.url };
    const running = apply(env);
    await until("some writes", () => writes().length >= 8);
    await server.crash();
    const sent = writes().length;
    const ended = await running;
    expect(ended.exitCode, ended.stderr).toBe(3);
    expect(ended.stderr).toMatch(
      /warning: the store postgres:\/\/owner@127\.0\.0\.1:\d+\/postgres cannot be used any more: /,
    );
    expect(`${ended.stdout}${ended.stderr}`).not.toContain("s3cret");
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(ended.stdout).toContain("not tried");
    // What was in flight when it died was sent; nothing after that.
    expect(writes().length - sent).toBeLessThanOrEqual(16);
    expect(writes().length).toBeLessThan(PEOPLE);

    const meanwhile = await apply(env);
    expect([
      meanwhile.exitCode,
      meanwhile.stderr.includes("whether another run is changing this tenant cannot be told"),
    ]).toEqual([1, true]);
    await server.restart();
    await sleep(1_000);
    let next = await apply(env);
    // What was sent and not noted as done waits for a second: it may still come to be seen.
    if (next.exitCode === 3) next = await sleep(1_500).then(() => apply(env));
    expect(next.exitCode, next.stdout).toBe(0);
    const perPerson = [...Map.groupBy(writes(), (record) => userIn(record) ?? "").values()];
    expect(perPerson.map(({ length }) => length)).toEqual(Array.from({ length: PEOPLE }, () => 1));
    const versions = Object.values(line.sandbox.snapshot()).flat();
    expect(new Set(versions.map(({ version }) => version))).toEqual(new Set(["2.4.0"]));
  });
});

describe.runIf(WITH_SERVER)(
  "a command that loses its way to the database for longer than it waits for an answer",
  () => {
    let server: TestServer;
    let line: CommandLine;
    let link: Link;
    beforeAll(async () => {
      [server, line] = await Promise.all([startServer(), startCommandLine(TENANT, { dials: { latencyMs: 20 } })]);
      link = await openLink(server.url);
      await line.write({ "state.yaml": DESIRED });
    });
    afterAll(async () => {
      await link.close();
      await line.end();
      await server.end();
    });

    const writes = () => line.sandbox.requests.filter(isWrite);
    const apply = (store: string): Promise<Ended> =>
      line.spawned(["apply", "state.yaml", "--yes", "--limits-scale", "10", "--settle", "1s"], {
        env: { TRUEUP_STORE: store },
      });

    it("ends in good order and writes nothing meanwhile, and another one goes on", async () => {
      const running = apply(link.url);
      await until("some writes", () => writes().length >= 8);
      const sent = writes().length;
      link.hold();
      // It has the lease by the clock of the database, and nobody can know that it cannot use it.
      const other = await apply(server.url);
      expect([other.exitCode, other.stderr]).toEqual([
        1,
        expect.stringContaining("another run is changing this tenant"),
      ]);
      // It waits for no answer for long: not until this test is given up.
      const ended = await running;
      expect(ended.exitCode, ended.stderr).toBe(3);
      expect(ended.stderr).toContain("cannot be used any more");
      expect(ended.stderr).not.toMatch(/^\s+at /m);
      // What was in flight was sent.
      expect(writes().length - sent).toBeLessThanOrEqual(16);
      expect(writes().length).toBeLessThan(PEOPLE);
      let next = await apply(server.url);
      if (next.exitCode === 3) next = await sleep(1_500).then(() => apply(server.url));
      expect(next.exitCode, next.stdout).toBe(0);
      const perPerson = [...Map.groupBy(writes(), (record) => userIn(record) ?? "").values()];
      expect(perPerson.map(({ length }) => length)).toEqual(Array.from({ length: PEOPLE }, () => 1));
    });
  },
);
