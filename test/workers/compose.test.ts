import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { startServer, type TestServer, WITH_SERVER } from "../store/postgres/databases.ts";
import { until } from "../until.ts";

const ROOT = new URL("../../", import.meta.url);
const MAIN = new URL("src/cli/main.ts", ROOT).pathname;
const STORE = "postgres://trueup:a-first-try@database/trueup";
const SANDBOXES = ["contoso", "fabrikam", "northwind"];

interface Service {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly deploy?: { readonly replicas: number };
}

/** What the compose file starts of ours, as processes of this machine: the same commands with the same environment. */
async function readServices(store: string): Promise<Readonly<Record<string, Service>>> {
  const text = await readFile(new URL("deploy/compose/fleet.yaml", ROOT), "utf8");
  const { services }: { services: Record<string, Service> } = parse(text, { merge: true });
  const here = (value: string): string => value.replace("/app/", ROOT.pathname).replace(STORE, store);
  const ours = Object.entries(services).filter(([name]) => name !== "database");
  return Object.fromEntries(
    ours.map(([name, { command, environment = {}, deploy }]) => {
      const variables = Object.entries(environment).map(([key, value]) => [key, here(value)] as const);
      const started = { command: command.map(here), environment: Object.fromEntries(variables) };
      return [name, deploy === undefined ? started : { ...started, deploy }];
    }),
  );
}

describe.runIf(WITH_SERVER)("deploy/compose/fleet.yaml, by the processes themselves", () => {
  let server: TestServer;
  let services: Readonly<Record<string, Service>>;
  const running: { readonly child: ChildProcess; readonly output: () => string }[] = [];

  const start = ({ command, environment = {} }: Service) => {
    const env = { PATH: process.env["PATH"] ?? "", XDG_STATE_HOME: "/nonexistent", ...environment };
    const child = spawn(process.execPath, [MAIN, ...command], { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    const started = { child, output: () => output };
    running.push(started);
    return started;
  };
  const service = (name: string): Service => {
    const found = services[name];
    if (found === undefined) throw new Error(`there is no service ${name}`);
    return found;
  };
  /** What a person is told who asks beside the service. */
  const ask = async (name: string, ...args: readonly string[]): Promise<string> => {
    const { command, environment } = service(name);
    const [fleet = "", , folder = ""] = command;
    const [what = "", ...flags] = args;
    const { child, output } = start({ command: [fleet, what, folder, ...flags], environment: environment ?? {} });
    if (child.exitCode === null) await once(child, "exit");
    return output();
  };

  beforeAll(async () => {
    server = await startServer();
    services = await readServices(server.url);
  });
  afterAll(async () => {
    for (const { child } of running) child.kill("SIGKILL");
    await server.end();
  });

  it("takes three sandboxes to their desired state, tells how they stand, and can be frozen", async () => {
    for (const name of SANDBOXES) start(service(name));
    const { replicas } = service("worker").deploy ?? { replicas: 1 };
    const workers = Array.from({ length: replicas }, () => start(service("worker")));
    expect(workers).toHaveLength(2);
    const said = (): string => workers.map(({ output }) => output()).join("");
    await until(
      () => `all converged: ${said()}`,
      () => SANDBOXES.every((name) => converged(name).test(said())),
    );
    expect(await ask("page", "status")).toMatch(/^3 tenants: 3 as desired/);
    await ask("worker", "freeze", "--reason", "exams");
    expect(await ask("worker", "plan")).toMatch(/frozen.*exams/);
  });
});

const converged = (name: string): RegExp => new RegExp(`${name} +\\| pass \\d+ .*ended after \\d+ s: converged`);
