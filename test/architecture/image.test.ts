import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseInvocation } from "../../scripts/deploy/invocation.ts";
import { listenedAt } from "../../scripts/image/listened-at.ts";
import { readText, ROOT } from "./repository.ts";

const instructions = readText("Dockerfile")
  .replaceAll(/\\\n/g, " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith("FROM ")));
const manifest: { version: string; license: string; devDependencies: Record<string, string> } = JSON.parse(
  readText("package.json"),
);

describe("the image", () => {
  it("stands on the Node that the tests run on, named to the last digit", () => {
    const bases = instructions.filter((line) => line.startsWith("FROM ")).map((line) => line.split(" ")[1]);
    expect(new Set(bases)).toEqual(new Set(["$BASE"]));
    const [name, digest] =
      instructions
        .find((line) => line.startsWith("ARG BASE="))
        ?.slice("ARG BASE=".length)
        .split("@") ?? [];
    expect(name).toBe(`node:${manifest.devDependencies["node"] ?? ""}-slim`);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("lets no script of a package run, and takes only the bundle from the stage that has them", () => {
    const installs = instructions.filter((line) => line.includes("npm ci"));
    expect(installs).toHaveLength(1);
    expect(installs[0]).toContain("--ignore-scripts");
    expect(lastStage.filter((line) => line.includes("npm ci"))).toEqual([]);
    expect(lastStage.filter((line) => line.includes("--from="))).toEqual(["COPY --from=bundle /app/dist /app/dist"]);
  });

  it("keeps settings of a registry out of its layers", () => {
    const named = instructions.filter((line) => line.includes("npmrc"));
    expect(named).toHaveLength(1);
    expect(named[0]).toMatch(/^RUN --mount=type=secret,/);
  });

  it("does not run as root", () => {
    const user = lastStage.findLast((line) => line.startsWith("USER "));
    expect(user).toMatch(/^USER [1-9]\d*:[1-9]\d*$/);
    const lastWriter = lastStage.findLastIndex((line) => line.startsWith("COPY ") || line.startsWith("RUN "));
    expect(lastStage.indexOf(user ?? "")).toBeGreaterThan(lastWriter);
  });

  it("starts the command line, and its health check, without a shell in between", () => {
    expect(lastStage).toContain('ENTRYPOINT ["node", "/app/dist/trueup.mjs"]');
    expect(lastStage.find((line) => line.startsWith("HEALTHCHECK "))).toMatch(
      / CMD \["node", "\/app\/dist\/healthcheck\.mjs"\]$/,
    );
  });

  it("says what it is, of which version and under which licence", () => {
    const labels = lastStage.filter((line) => line.startsWith("LABEL ")).join(" ");
    expect(labels).toContain(`org.opencontainers.image.version="${manifest.version}"`);
    expect(labels).toContain(`org.opencontainers.image.licenses="${manifest.license}"`);
    expect(labels).toContain('org.opencontainers.image.revision="$REVISION"');
  });

  it("takes from the checkout what it names, and nothing else", () => {
    const [everything, ...taken] = readText(".dockerignore").trim().split("\n");
    expect(everything).toBe("*");
    const copied = instructions
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
      .flatMap((line) => line.split(/ +/).slice(1, -1))
      .map((path) => path.replace("./", ""));
    expect(taken.map((line) => line.replace("!", "")).sort()).toEqual([...new Set(copied)].sort());
  });
});

describe("where its health check asks", () => {
  it.each<[string, string, string | null]>([
    ["the default", "node /app/dist/trueup.mjs run", "127.0.0.1:9464"],
    ["below an init process", "/sbin/docker-init -- node /app/dist/trueup.mjs run", "127.0.0.1:9464"],
    ["an address of its own", "node /app/dist/trueup.mjs run . --listen 127.0.0.1:8080", "127.0.0.1:8080"],
    ["all addresses", "node /app/dist/trueup.mjs run --apply --listen 0.0.0.0:9464", "127.0.0.1:9464"],
    ["nowhere", "node /app/dist/trueup.mjs run --listen off", null],
    ["a single pass", "node /app/dist/trueup.mjs run --once", null],
    ["the page of a fleet", "node /app/dist/trueup.mjs fleet status /fleet --listen 0.0.0.0:9464", "127.0.0.1:9464"],
    ["a worker of a fleet", "/sbin/docker-init -- node /app/dist/trueup.mjs fleet work /fleet", null],
    ["another command", "node /app/dist/trueup.mjs apply run", null],
    ["another program", "node server.js run", null],
  ])("%s", async (_name, commandLine, expected) => {
    const listen = await listenedAt(commandLine.split(" "));
    expect(listen === null ? null : `${listen.host}:${listen.port}`).toBe(expected);
  });
});

interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly volumes?: readonly string[];
}

describe("deploy/compose", () => {
  const { services, volumes }: { services: Record<string, Service>; volumes: Record<string, object> } = parse(
    readText("deploy/compose/compose.yaml"),
  );
  const { services: ofFleet }: { services: Record<string, Service> } = parse(readText("deploy/compose/fleet.yaml"), {
    merge: true,
  });
  const ours = [...Object.entries(services), ...Object.entries(ofFleet).filter(([name]) => name !== "database")];

  it.each(ours)("%s calls the program as it can be called", async (_name, { command }) => {
    expect(await parseInvocation(command)).toMatchObject({ command: command[0] });
  });

  it.each(ours)("%s can do no more than it has to", (_name, service) => {
    expect(service).toMatchObject({
      image: `trueup:${manifest.version}`,
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  });

  it("mounts folders that exist, and volumes that it declares", () => {
    const sources = Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((at) => at.split(":")[0] ?? ""),
    );
    const folders = sources.filter((source) => source.startsWith("."));
    expect(folders.filter((folder) => !existsSync(`${ROOT}deploy/compose/${folder}`))).toEqual([]);
    expect(sources.filter((source) => !source.startsWith("."))).toEqual(Object.keys(volumes));
  });
});
