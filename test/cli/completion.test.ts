import { spawnSync } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMAND_WORDS } from "../../src/cli/completion/command-words.ts";
import { complete } from "../../src/cli/completion/complete.ts";
import { appNames } from "../../src/cli/completion/app-names.ts";
import { SHELLS } from "../../src/cli/completion/scripts.ts";
import { COMMANDS } from "../../src/cli/program.ts";
import { runTrueup } from "./command-line.ts";

/** The words that are offered for a line whose last word is the one of the cursor, and what the shell adds. */
function offered(line: string): string {
  const words = line.split(" ");
  const { candidates, adds, prefix } = complete(COMMAND_WORDS, words.slice(0, -1), words.at(-1) ?? "");
  return [...candidates.map(({ word }) => word), `:${adds}${prefix === "" ? "" : ` behind ${prefix}`}`].join(" ");
}

describe("the Tab key", () => {
  it.each([
    ["pla", "plan :none"],
    ["th", "thaw :none"],
    ["help pl", "plan :none"],
    ["plan ", ":files"],
    ["init ", ":folders"],
    ["plan --form", "--format :none"],
    ["plan --format ", "text json markdown :none"],
    ["plan --format j", "json :none"],
    ["plan --format=j", "--format=json :none behind --format="],
    ["plan --format json --form", ":none"],
    ["plan --format=json --form", ":none"],
    ["plan --app expenses --ap", "--app :none"],
    ["plan --app ", ":apps"],
    ["plan --app=ex", ":apps behind --app="],
    ["plan --out ", ":files"],
    ["plan --max-changes ", ":none"],
    ["plan teams ", ":none"],
    ["explain adele@contoso.com ", ":apps"],
    ["explain adele@contoso.com expenses ", ":files"],
    ["history --anchor ", ":none"],
    ["init --app ", ":none"],
    ["run --git-path ", ":none"],
    ["completion ", "bash zsh fish powershell :none"],
    ["--ver", "--version :none"],
    ["--debug pla", "plan :none"],
    ["plan --deb", "--debug :none"],
    ["unknown --", ":none"],
  ])("after %j offers %j", (line, expected) => expect(offered(line)).toBe(expected));

  it("knows every command", () =>
    expect(offered("")).toBe([...COMMANDS.map(({ name }) => name), "help", ":none"].join(" ")));

  it("gives what each word does, for shells that show it", async () => {
    const { stdout } = await runTrueup(["__complete", "=dri"], tmpdir(), {});
    expect(stdout).toBe("drift\treport the rows that differ\n:none\n");
  });
});

describe("names of apps", () => {
  it("come from what can be read, and nothing that is wrong is told", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-completion-"));
    try {
      await writeFile(
        join(folder, "apps.yaml"),
        "apps: # of us\n  travel: # trips\n    catalogId: x\n\n  'expenses': {}\n  'no name; rm': {}\ntenant: y\n",
      );
      await writeFile(join(folder, "torn.yaml"), "apps: *lost\n");
      await symlink("nowhere", join(folder, "link.yaml"));
      await writeFile(join(folder, "_draft.yaml"), "apps:\n  draft: {}\n");
      expect(await appNames(folder)).toEqual(["expenses", "travel"]);
      expect(await appNames(join(folder, "missing"))).toEqual([]);
      const { stdout } = await runTrueup(["__complete", "=--app=t", "plan", folder], folder, {});
      expect(stdout).toBe("--app=travel\n:none\n");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("the script", () => {
  it.each(SHELLS)("of %s is printed", async (shell) => {
    const { exitCode, stdout } = await runTrueup(["completion", shell], tmpdir(), {});
    expect({ exitCode, asks: stdout.includes("trueup __complete ") }).toEqual({ exitCode: 0, asks: true });
  });

  it("of bash runs nothing of what is typed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-completion-"));
    try {
      const { stdout: script } = await runTrueup(["completion", "bash"], folder, {});
      const typed = "trueup plan $(touch made) `touch made` --out=x --fo";
      const asked = `${script}
        command() { printf '%s\\n' "\${@:2}" >asked; printf -- '--format\\thow\\n:none\\n'; }
        COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDS=(trueup plan '$(touch made)' '\`touch made\`' --out = x --fo) COMP_CWORD=7
        _trueup
        printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync("bash", ["-c", asked, "bash", typed], { cwd: folder, encoding: "utf8" });
      expect({ stdout, stderr }).toEqual({ stdout: "--format\n", stderr: "" });
      const { stdout: files } = spawnSync("sh", ["-c", "ls; cat asked"], { cwd: folder, encoding: "utf8" });
      expect(files).toBe("asked\n__complete\n=--fo\nplan\n$(touch made)\n`touch made`\n--out=x\n");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
