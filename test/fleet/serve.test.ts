import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { afterEach, describe, expect, it } from "vitest";
import { request } from "undici";
import { openStore } from "../../src/store/open.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { type Files, inFolder } from "../desired/folder.ts";
import { CONTOSO_ID, fleetYaml, OWN_ID, STATE } from "./fleet-folder.ts";
import { until } from "../until.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const HOUR = 3_600_000;
const FILES: Files = {
  "fleet/fleet.yaml": fleetYaml([
    `own: { tenant: ${OWN_ID}, labels: { stage: first } }`,
    `contoso: { tenant: ${CONTOSO_ID} }`,
    "fabrikam: { tenant: aaaaaaaa-0000-4000-8000-000000000003 }",
  ]),
  "fleet/tenants/own/state.yaml": STATE,
  "fleet/tenants/contoso/state.yaml": STATE,
  "fleet/tenants/fabrikam/state.yaml": "apiVersion: trueup/v1\napps: { adele@fabrikam.com: { colour: red } }\n",
};

/** What passes left in the stores: own is as desired, contoso differs, and was not looked at for three days. */
async function leave(folder: string): Promise<void> {
  await mkdir(join(folder, "trueup"));
  const rows = { "as-desired": 40, "held-as-meant": 0, waiting: 0, differs: 2, open: 0, unknown: 0 };
  for (const [id, state, hoursAgo] of [
    [OWN_ID, "as-desired", 1],
    [CONTOSO_ID, "differs", 72],
  ] as const) {
    const path = join(folder, "trueup", `${id}.db`);
    const store = await openStore({ path, tenant: `${id} graph`, clock: systemClock, notice: () => undefined });
    const apps = [{ name: "expenses", version: "2.4.0", reached: [] }];
    const look = { at: Date.now() - hoursAgo * HOUR, state, rows, toChange: 2, apps };
    await store?.told.keep("last look", JSON.stringify(look));
    await store?.close();
  }
}

let child: ChildProcess | null = null;
afterEach(() => child?.kill("SIGKILL"));

interface Served {
  readonly ask: (
    path: string,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; text: string; type: string }>;
  /** Has it look at once. */
  readonly wake: () => void;
  /** Gives the exit code. */
  readonly end: () => Promise<number | null>;
}

function serve(folder: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Served> {
  const all = ["fleet", "status", join(folder, "fleet"), "--listen", "127.0.0.1:0", "--log-format", "json", ...args];
  const served = spawn(process.execPath, [MAIN, ...all], {
    env: { PATH: process.env["PATH"] ?? "", XDG_STATE_HOME: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child = served;
  const ended = new Promise<number | null>((resolve) => served.once("close", resolve));
  let output = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: string): void => {
      output += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (address === undefined) return;
      resolve({
        async ask(path, headers = {}) {
          const answer = await request(address + path, { headers });
          const text = await answer.body.text();
          return { status: answer.statusCode, text, type: String(answer.headers["content-type"]) };
        },
        wake: () => void served.kill("SIGHUP"),
        end() {
          served.kill("SIGTERM");
          return ended;
        },
      });
    };
    for (const stream of [served.stdout, served.stderr]) stream.setEncoding("utf8").on("data", hear);
    void ended.then((code) => reject(new Error(`it ended with ${code}: ${output}`)));
  });
}

describe("the page of a fleet that is served", () => {
  it("shows all tenants, the worst first, and each on a page of its own that knows no other", async () => {
    await inFolder(FILES, async (folder) => {
      await leave(folder);
      const { ask, end } = await serve(folder);
      const fleet = await ask("/");
      expect([fleet.status, fleet.type]).toEqual([200, "text/html; charset=utf-8"]);
      expect(fleet.text).toContain("3 tenants: 1 in trouble, 1 not looked at for too long, 1 as desired");
      expect([...fleet.text.matchAll(/<a href="tenants\/(\w+)\/">/g)].map(([, name]) => name)).toEqual([
        "fabrikam",
        "contoso",
        "own",
      ]);
      expect(fleet.text).not.toContain("adele");
      const own = await ask("/tenants/own/");
      expect(own.status).toBe(200);
      expect(own.text).toContain("<h1>own: as desired</h1>");
      expect(own.text).toContain("stage: first");
      expect(own.text).not.toMatch(/contoso|fabrikam|<a [^>]*href="(?!#|data:)/);
      expect((await ask("/tenants/contoso/")).text).toContain(
        "<h1>contoso: not looked at for too long, differs then</h1>",
      );
      for (const path of ["/tenants/nobody/", "/tenants/", "/users?name=adele"])
        expect((await ask(path)).status).toBe(404);
      const metrics = await ask("/metrics");
      expect(metrics.text).toContain('trueup_fleet_tenant_state{tenant="own",state="as-desired"} 1');
      expect(metrics.text).toContain('trueup_fleet_tenant_stale{tenant="contoso"} 1');
      for (const path of ["/healthz", "/readyz", "/livez"]) expect((await ask(path)).status).toBe(200);
      expect(await end()).toBe(0);
    });
  });

  it("asks who it is for behind a proxy, and takes its path off", async () => {
    await inFolder(FILES, async (folder) => {
      const { ask, end } = await serve(folder, [
        "--page-user-header",
        "X-Forwarded-Email",
        "--public-url",
        "https://trueup.contoso.com/fleet/",
      ]);
      for (const path of ["/", "/tenants/own/", "/fleet/tenants/own/"]) {
        expect((await ask(path)).status).toBe(403);
        expect((await ask(path, { "x-forwarded-email": "ana@contoso.com" })).status).toBe(200);
      }
      expect((await ask("/metrics")).status).toBe(200);
      expect(await end()).toBe(0);
    });
  });

  it("says that nothing can be told, instead of what was true before", async () => {
    await inFolder(FILES, async (folder) => {
      const { ask, wake, end } = await serve(folder);
      expect((await ask("/readyz")).status).toBe(200);
      await writeFile(join(folder, "fleet", "fleet.yaml"), "fleetVersion: 1\n");
      wake();
      await until("it is not ready", async () => (await ask("/readyz")).status !== 200);
      for (const path of ["/", "/tenants/own/", "/metrics", "/readyz"])
        expect((await ask(path)).status, path).toBe(503);
      expect((await ask("/")).text).toContain("How the fleet stands cannot be told");
      expect((await ask("/livez")).status).toBe(200);
      expect(await end()).toBe(0);
    });
  });
});
