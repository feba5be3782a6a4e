import { describe, expect, it } from "vitest";
import { readText } from "./repository.ts";

const instructions = readText("Dockerfile")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith("FROM ")));
const manifest: { devDependencies: Record<string, string> } = JSON.parse(readText("package.json"));

describe("the image", () => {
  it("stands on the Node that the tests run on, named to the last digit", () => {
    const bases = instructions.filter((line) => line.startsWith("FROM ")).map((line) => line.split(" ")[1]);
    expect(new Set(bases)).toEqual(new Set([`node:${manifest.devDependencies["node"]}-slim`]));
  });

  it("holds production dependencies only, and no install script runs", () => {
    expect(instructions.filter((line) => line.includes("npm "))).toEqual(["RUN npm ci --omit=dev --ignore-scripts"]);
    expect(lastStage.filter((line) => line.startsWith("RUN "))).toEqual([]);
  });

  it("does not run as root", () => {
    const user = lastStage.findLast((line) => line.startsWith("USER "));
    expect(user).toMatch(/^USER [1-9]\d*:[1-9]\d*$/);
    expect(lastStage.indexOf(user ?? "")).toBeGreaterThan(lastStage.findLastIndex((line) => line.startsWith("COPY ")));
  });

  it("starts the command line, without a shell between it and signals", () => {
    expect(lastStage).toContain('ENTRYPOINT ["node", "/app/src/cli/main.ts"]');
  });

  it("takes from the checkout what it names, and nothing else", () => {
    const [everything, ...taken] = readText(".dockerignore").trim().split("\n");
    expect(everything).toBe("*");
    const copied = instructions
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
      .flatMap((line) => line.split(" ").slice(1, -1));
    expect(taken.map((line) => line.replace("!", "")).sort()).toEqual([...new Set(copied)].sort());
  });
});
