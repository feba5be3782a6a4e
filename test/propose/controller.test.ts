import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/session/system-clock.ts";
import { openStore } from "../../src/store/open.ts";
import { type CommandLine, startCommandLine } from "../cli/command-line.ts";
import { taker } from "../store/store-in-folder.ts";
import { type ForgeService, GITHUB_TOKEN, startGitHubForge } from "./github-service.ts";
import { until } from "../until.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const APP = "0d820ecd-0000-4000-8000-000000000002";
const TENANT = `
tenantId: ${TENANT_ID}
users: [{ upn: adele@contoso.com }]
catalog:
  - { name: expenses, id: ${APP}, externalId: cf1ba4c7-0000-4000-8000-000000000003, definitions: [{ version: 2.4.0 }] }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.4.0 }]
`;
const STATE = `apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }
assignments:
  - { app: expenses, version: latest, to: [{ user: adele@contoso.com }] }
`;

let line: CommandLine;
let forge: ForgeService;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({ "teams/state.yaml": STATE });
  await line.trueup(["lock", "teams"]);
  forge = await startGitHubForge({
    "teams/trueup.lock": await readFile(join(line.folder, "teams/trueup.lock"), "utf8"),
  });
});
afterEach(() => line.end());

const publish = (version: string): void =>
  line.sandbox.publish(APP, { version, publishingState: "published", permissions: [] });
const once = ["run", "teams", "--once", "--propose", "--log-format", "json"];

describe("trueup run --propose", () => {
  it("proposes after a pass in which the catalog offers another definition, and says so", async () => {
    publish("2.5.0");
    const { stderr } = await line.trueup(once, { env: forge.environment });
    expect(stderr).toContain("proposal for expenses: opened https://github.com/contoso/teams-apps/pull/1");
    expect(forge.repository.requests).toMatchObject([{ branch: "trueup/lock/expenses", state: "open" }]);
    const again = await line.trueup(once, { env: forge.environment });
    expect(again.stderr).not.toContain("proposal for");
    expect(forge.repository.requests).toHaveLength(1);
  });

  it("does nothing while another run changes the tenant", async () => {
    const path = join(line.folder, "store.db");
    const env = { ...forge.environment, TRUEUP_STORE: path };
    publish("2.5.0");
    const tenant = `unknown ${new URL(line.sandbox.url).origin}`;
    const store = await openStore({ path, tenant, clock: systemClock, notice: () => undefined });
    await store?.lease.take(taker("process 4711 on worker-2"), 60_000);
    const ended = await line.trueup([...once, "--apply"], { env });
    expect(ended.stderr).toContain('"outcome":"standby"');
    expect(forge.requests).toEqual([]);
    await store?.close();
  });

  it("leaves the pass as it is when it cannot propose, and says when that begins and ends", async () => {
    publish("2.5.0");
    const alone = await line.trueup(["run", "teams", "--once"]);
    forge.rights = "read";
    let log = "";
    let child: ChildProcess | null = null;
    const seen = (text: string): Promise<void> =>
      until(
        () => `${text} is logged\n${log}`,
        () => log.includes(text),
      );
    const ended = line.spawned(["run", "teams", "--propose", "--listen", "off", "--log-format", "json"], {
      env: forge.environment,
      started: (process) => {
        child = process;
        process.stderr?.on("data", (chunk: string) => {
          log += chunk;
        });
      },
    });
    const signal = (name: NodeJS.Signals): boolean => child?.kill(name) ?? false;
    await seen('"event":"proposals-failed"');
    await seen('"event":"pass-ended"');
    expect(log).toContain("pull-requests: write");
    forge.rights = "all";
    signal("SIGHUP");
    await seen('"event":"proposals-recovered"');
    signal("SIGTERM");
    await ended;
    expect(log).not.toContain(GITHUB_TOKEN);
    forge.rights = "read";
    expect((await line.trueup(once, { env: forge.environment })).exitCode).toBe(alone.exitCode);
  });

  it("is refused where no variable says where the repository is", async () => {
    const ended = await line.trueup(once);
    expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("this is no pipeline of") });
  });
});
