import { afterEach, describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { heapNeedMb, mostChanges, nodeOptionsOf, podForHeapMb, refuseTooLarge } from "../../src/session/heap-need.ts";
import { readText } from "../architecture/repository.ts";
import { type CommandLine, type Ended, startCommandLine } from "../cli/command-line.ts";
import { isWhole } from "../share.ts";

const TENANT_ID = "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01";
const MANIFEST_ID = "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee";

let line: CommandLine;

/** One pass over a tenant of so many people, in a process with so much heap. */
async function pass(people: number, heapMb: number, more = ""): Promise<Ended> {
  line = await startCommandLine(`
tenantId: ${TENANT_ID}
population:
  - { count: ${people}, upn: "user{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
catalog:
  - { name: expenses, externalId: ${MANIFEST_ID}, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
`);
  await line.write({
    "state.yaml": `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps: { expenses: { manifestId: ${MANIFEST_ID} } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
`,
    "policy.yaml": "apiVersion: trueup/v1\npolicy: { maxChanges: 0 }\n",
  });
  const env = { NODE_OPTIONS: `--max-old-space-size=${heapMb}${more}` };
  return line.spawned(["run", ".", "--once", "--apply", "--limits-scale", "10000", "--log-format", "text"], { env });
}

const installationRequests = (): number =>
  line.sandbox.requests.filter(({ path }) => path.includes("/teamwork/installedApps")).length;

describe("a pass in a process with little heap", () => {
  afterEach(() => line.end());

  it("is refused in words before anybody's apps are read, where it would not fit", async () => {
    const size = { people: 14_000, rows: 14_000 };

    const ended = await pass(size.people, heapNeedMb(size) - 1);

    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain(`14,000 people with 14,000 rows need about ${heapNeedMb(size)} MB of heap`);
    expect(ended.stderr).toContain(`this process has ${heapNeedMb(size) - 1} MB`);
    expect(ended.stderr).toContain("raise resources.limits.memory to 512Mi");
    expect(installationRequests()).toBe(0);
  });

  it("is refused while people are listed, where not even they would fit, however small the part for young objects is", async () => {
    const ended = await pass(9_000, heapNeedMb({ people: 4_000, rows: 0 }) - 1, " --max-semi-space-size=16");

    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toMatch(/more than [\d,]+ people need more than \d+ MB of heap/);
    expect(installationRequests()).toBe(0);
  });

  it.runIf(isWhole)("fits where it is said to", async () => {
    const size = { people: 2_000, rows: 2_000 };

    const ended = await pass(size.people, heapNeedMb(size));

    expect(ended.stderr).toContain("2,000 rows");
    expect(ended.exitCode).toBe(3);
    expect(installationRequests()).toBe(2_000);
    expect(line.sandbox.requests.filter(isWrite)).toEqual([]);
  });
});

describe("the sizes", () => {
  it("grow with people and with rows", () => {
    expect(heapNeedMb({ people: 500_000, rows: 500_000 })).toBe(266);
    expect(heapNeedMb({ people: 500_000, rows: 1_500_000 })).toBe(324);
    expect(() => refuseTooLarge({ people: 500_000, rows: 500_000 }, 200)).toThrow(
      "500,000 people with 500,000 rows need about 266 MB of heap; this process has 200 MB",
    );
    expect(() => refuseTooLarge({ people: 500_000, rows: 500_000, changes: 100_000 }, 266)).toThrow(
      "500,000 people with 500,000 rows, of which 100,000 may be changed, need about 324 MB of heap",
    );
    expect(() => refuseTooLarge({ people: 500_000, rows: 500_000 }, 266)).not.toThrow();
  });

  it.each([
    [{ kind: "count", count: 100 }, null, 100],
    [{ kind: "percent", percent: 20 }, null, 200],
    [{ kind: "percent", percent: 20 }, 50, 50],
    [{ kind: "count", count: 5_000 }, null, 1_000],
  ] as const)("know how many rows may be changed: %o, %o in a run", (maxChanges, perRun, changes) => {
    expect(mostChanges({ maxChanges, perRun }, 1_000)).toBe(changes);
  });

  it("are those of the page about Kubernetes", () => {
    const page = readText("docs/kubernetes.md");
    for (const people of [10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000]) {
      const heapMb = heapNeedMb({ people, rows: people });
      const pod = podForHeapMb(heapMb);
      const limit = pod % 1024 === 0 ? `${pod / 1024}Gi` : `${pod}Mi`;
      expect(page).toContain(
        `| ${people.toLocaleString("en")} | ${heapMb} MB | \`${limit}\` | \`${nodeOptionsOf(pod)}\` |`,
      );
    }
  });
});
