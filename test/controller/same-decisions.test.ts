import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { isWrite, userIn } from "../../src/sandbox/request-log.ts";
import { type CommandLine, startCommandLine } from "../cli/command-line.ts";

// A pipeline that applies keeps nothing between its runs; a controller keeps a store. What is to be done does not follow from
// what is remembered.

const TENANT = `
users: [{ upn: lab@contoso.com }, { upn: ceo@contoso.com }]
population:
  - { count: 4, upn: "person{n}@contoso.com", groups: [Staff], installations: [{ app: expenses, version: 2.1.0 }] }
  - { count: 2, upn: "auditor{n}@contoso.com", groups: [Staff, Auditors], installations: [{ app: expenses, version: 2.1.0 }] }
  - { count: 2, upn: "early{n}@contoso.com", groups: [Staff], installations: [{ app: polls, version: 1.2.0 }] }
  - { count: 2, upn: "left{n}@contoso.com", groups: [Left], installations: [{ app: expenses, version: 2.1.0 }] }
groups:
  - { name: Staff, members: [{ user: lab@contoso.com }, { user: ceo@contoso.com }] }
  - { name: Auditors }
  - { name: Left }
catalog:
  - { name: expenses, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
  - { name: polls, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ef, definitions: [{ version: 1.2.0 }, { version: 1.3.0 }] }
installations:
  lab@contoso.com: [{ app: expenses, version: 2.1.0 }]
  ceo@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;
const STATE = `
apiVersion: trueup/v1
apps:
  expenses: { manifestId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee }
  polls:
    manifestId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ef
    deny: [{ versions: "1.3.0", reason: votes are counted twice }]
assignments:
  - { app: expenses, version: latest, to: [{ group: Staff }] }
  - { app: expenses, ensure: leave, to: [{ user: lab@contoso.com }] }
  - { app: expenses, ensure: absent, to: [{ group: Left }] }
  - { app: polls, version: latest, to: [{ group: Staff }] }
exceptions:
  - { app: expenses, to: [{ group: Auditors }], reason: audit, owner: audit-it, until: 2099-01-31 }
policy: { maxChanges: 100, maxRemovals: 5, maxDue: 100%, perRun: 3, protectedUsers: [ceo@contoso.com] }
`;

let line: CommandLine;
afterEach(() => line.end());

interface Rows {
  readonly rows: readonly {
    readonly user: { readonly userPrincipalName: string };
    readonly app: string;
    readonly verdict: string;
    readonly reason: string | null;
    readonly action: string | null;
  }[];
}

/** What is decided before, and between two runs, and what they sent, in the order of names. */
async function decisions(args: readonly string[], stored: boolean): Promise<readonly (readonly string[])[]> {
  line = await startCommandLine(TENANT);
  await line.write({ "state.yaml": STATE });
  const env = stored ? { TRUEUP_STORE: join(line.folder, "store.db") } : {};
  const told: (readonly string[])[] = [];
  for (let run = 0; run < 2; run += 1) {
    const { stdout } = await line.trueup(["plan", "state.yaml", "--format", "json"], { env });
    const { rows }: Rows = JSON.parse(stdout);
    told.push(
      rows.map(
        (row) => `${row.user.userPrincipalName} ${row.app}: ${row.verdict} ${row.action ?? ""} ${row.reason ?? ""}`,
      ),
    );
    line.sandbox.clearRequests();
    await line.trueup([...args, "state.yaml"], { env });
    told.push(
      line.sandbox.requests
        .filter(isWrite)
        .map((request) => `${request.method} ${userIn(request) ?? ""}`)
        .sort(),
    );
  }
  return told;
}

it("apply without a store decides and sends what a pass of run with one does", async () => {
  const pipeline = await decisions(["apply", "--yes", "--limits-scale", "20"], false);
  await line.end();
  const controller = await decisions(["run", "--apply", "--once", "--limits-scale", "20"], true);
  expect(controller).toEqual(pipeline);
  expect(pipeline[1]).toHaveLength(3);
  expect(new Set(pipeline[0]?.map((told) => told.split(": ")[1]))).toEqual(
    new Set([
      "act uninstall ",
      "act upgrade ",
      "blocked  denied-version",
      "held uninstall next-run",
      "held upgrade excepted",
      "held upgrade next-run",
      "held upgrade protected",
      "nothing  left-alone",
      "nothing  not-installed",
    ]),
  );
});
