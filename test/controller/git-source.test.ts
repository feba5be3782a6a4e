import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGitSource, type GitLocation } from "../../src/controller/git-source.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-git-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ENVIRONMENT = { PATH: process.env["PATH"], HOME: "/nonexistent", AZURE_CLIENT_SECRET: "not for git" };
const PERSON = ["-c", "user.name=Test", "-c", "user.email=test@contoso.com", "-c", "commit.gpgsign=false"];

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync("git", [...PERSON, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** A bare repository and a clone to push from. */
async function repository() {
  const [bare, clone] = [join(folder, "origin.git"), join(folder, "clone")];
  await mkdir(bare);
  git(bare, "init", "--quiet", "--bare", "--initial-branch=main", ".");
  git(folder, "clone", "--quiet", bare, clone);
  const push = async (files: Readonly<Record<string, string>>, ...how: readonly string[]): Promise<string> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(clone, path)), { recursive: true });
      await writeFile(join(clone, path), text);
    }
    git(clone, "add", "--all");
    git(clone, ...how, "commit", "--quiet", "--allow-empty", "--message", "change");
    git(clone, "push", "--quiet", "--force", "origin", "HEAD:main");
    return git(clone, "rev-parse", "HEAD");
  };
  return { bare, clone, push };
}

function source(url: string, changes: Partial<GitLocation> = {}, environment: Record<string, string> = {}) {
  return createGitSource(
    { url, ref: "main", path: ".", verifySignatures: false, ...changes },
    { workspace: join(folder, "workspace"), token: null, environment: { ...ENVIRONMENT, ...environment } },
  );
}

describe("a repository that is followed", () => {
  it("gives each commit as files of its own, and keeps those it is told to", async () => {
    const { bare, push } = await repository();
    const first = await push({ "teams/state.yaml": "one" });
    const followed = source(bare, { path: "teams" });
    expect(await followed.fetch()).toBe(first);
    const before = await followed.checkOut(first, []);
    expect(await readFile(join(before.path, "state.yaml"), "utf8")).toBe("one");

    const second = await push({ "teams/state.yaml": "two" });
    expect(await followed.fetch()).toBe(second);
    const after = await followed.checkOut(second, [first]);
    expect(await readFile(join(after.path, "state.yaml"), "utf8")).toBe("two");
    expect(await readFile(join(before.path, "state.yaml"), "utf8")).toBe("one");

    await followed.checkOut(second, []);
    expect(existsSync(before.path)).toBe(false);
  });

  it("takes what is there after a history was rewritten, and files that are gone are gone", async () => {
    const { bare, clone, push } = await repository();
    await push({ "a.yaml": "a", "b.yaml": "b" });
    const followed = source(bare);
    await followed.checkOut(await followed.fetch(), []);
    git(clone, "rm", "--quiet", "b.yaml");
    git(clone, "commit", "--quiet", "--amend", "--message", "without b");
    git(clone, "push", "--quiet", "--force", "origin", "HEAD:main");
    const { path } = await followed.checkOut(await followed.fetch(), []);
    expect((await readdir(path)).sort()).toEqual(["a.yaml"]);
  });

  it("goes on after a process was killed in the middle of a fetch", async () => {
    const { bare, push } = await repository();
    await push({ "state.yaml": "one" });
    const followed = source(bare);
    await followed.fetch();
    await writeFile(join(folder, "workspace/repository/shallow.lock"), "");
    await writeFile(join(folder, "workspace/repository/refs/trueup/head.lock"), "");
    const commit = await push({ "state.yaml": "two" });
    expect(await followed.fetch()).toBe(commit);
  });

  it("follows a tag, and a commit by its whole id", async () => {
    const { bare, clone, push } = await repository();
    const commit = await push({ "state.yaml": "one" });
    git(clone, "tag", "released");
    git(clone, "push", "--quiet", "origin", "released");
    expect(await source(bare, { ref: "released" }).fetch()).toBe(commit);
    git(bare, "config", "uploadpack.allowAnySHA1InWant", "true");
    expect(await source(bare, { ref: commit }).fetch()).toBe(commit);
  });
});

describe("what is refused", () => {
  it.each<{ name: string; location: Partial<GitLocation>; message: RegExp }>([
    { name: "an option in place of an address", location: { url: "--upload-pack=touch /tmp/x" }, message: /--git-url/ },
    { name: "a transport that runs programs", location: { url: "ext::sh -c true" }, message: /--git-url/ },
    {
      name: "a password in the address",
      location: { url: "https://me:secret@git.contoso.com/a" },
      message: /no credentials/,
    },
    { name: "plain http elsewhere", location: { url: "http://git.contoso.com/a" }, message: /must be https/ },
    {
      name: "plain http to a name that begins like this machine",
      location: { url: "http://127.0.0.1.contoso.com/a" },
      message: /must be https/,
    },
    { name: "an option in place of a ref", location: { ref: "--force" }, message: /--git-ref/ },
    { name: "a refspec in place of a ref", location: { ref: "main:refs/heads/x" }, message: /--git-ref/ },
    { name: "a path out of the repository", location: { path: "teams/../../etc" }, message: /--git-path/ },
    { name: "an absolute path", location: { path: "/etc" }, message: /--git-path/ },
  ])("$name", ({ location, message }) => {
    expect(() => source(location.url ?? "https://git.contoso.com/a", location)).toThrow(message);
  });

  it("a path that the commit does not have", async () => {
    const { bare, push } = await repository();
    const commit = await push({ "state.yaml": "one" });
    const followed = source(bare, { path: "teams" });
    await followed.fetch();
    await expect(followed.checkOut(commit, [])).rejects.toThrow(/has no teams/);
  });

  it("a link in the repository that leads out of it", async () => {
    const { bare, clone, push } = await repository();
    await symlink("/etc", join(clone, "teams"));
    const commit = await push({});
    const followed = source(bare, { path: "teams" });
    await followed.fetch();
    await expect(followed.checkOut(commit, [])).rejects.toThrow(/leads out of the repository/);
  });

  it("a ref that is not there, with what git says and what to look at", async () => {
    const { bare, push } = await repository();
    await push({ "state.yaml": "one" });
    await expect(source(bare, { ref: "production" }).fetch()).rejects.toMatchObject({
      name: "SourceError",
      message: expect.stringContaining("production"),
      hint: expect.stringContaining("--git-ref"),
    });
  });
});

describe("what comes with a repository runs nothing", () => {
  it("no hooks of the machine's templates, no filters of attributes", async () => {
    const { bare, push } = await repository();
    const ran = join(folder, "ran");
    const templates = join(folder, "templates/hooks");
    await mkdir(templates, { recursive: true });
    await writeFile(join(templates, "post-checkout"), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    await push({ "state.yaml": "one", ".gitattributes": "*.yaml filter=lfs\n" });
    const followed = source(bare, {}, { GIT_TEMPLATE_DIR: dirname(templates) });
    await followed.checkOut(await followed.fetch(), []);
    expect(existsSync(ran)).toBe(false);
  });
});

/** A key that may sign, and a configuration of git that trusts it. */
async function signing() {
  const key = join(folder, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const signers = join(folder, "signers");
  await writeFile(signers, `test@contoso.com ${await readFile(`${key}.pub`, "utf8")}`);
  const home = join(folder, "home");
  await mkdir(home);
  await writeFile(join(home, ".gitconfig"), `[gpg "ssh"]\n\tallowedSignersFile = ${signers}\n`);
  const sign = ["-c", "gpg.format=ssh", "-c", `user.signingkey=${key}`, "-c", "commit.gpgsign=true"];
  return { home, sign };
}

describe("signatures", () => {
  it("a commit that is signed by somebody trusted is used; others are not", async () => {
    const { bare, push } = await repository();
    const { home, sign } = await signing();
    const followed = source(bare, { verifySignatures: true }, { HOME: home });
    const signed = await push({ "state.yaml": "one" }, ...sign);
    expect(await followed.fetch()).toBe(signed);
    await push({ "state.yaml": "two" });
    await expect(followed.fetch()).rejects.toMatchObject({
      name: "SourceError",
      message: expect.stringContaining("has no signature that git finds good"),
    });
    const stranger = source(bare, { verifySignatures: true });
    await push({ "state.yaml": "three" }, ...sign);
    await expect(stranger.fetch()).rejects.toThrow(/no signature/);
  });
});

describe("a token", () => {
  it("goes to the repository in a header, to no other place, and into no message", async () => {
    const seen: { url: string; authorization: string | undefined }[] = [];
    const answer = (request: IncomingMessage) =>
      void seen.push({ url: request.url ?? "", authorization: request.headers.authorization });
    const elsewhere = createServer((request, response) => {
      answer(request);
      response.writeHead(404).end();
    });
    const otherPort = await portOf(elsewhere);
    const server = createServer((request, response) => {
      answer(request);
      response.writeHead(302, { location: `http://127.0.0.1:${otherPort}/stolen` }).end();
    });
    const url = `http://127.0.0.1:${await portOf(server)}/team/state.git`;
    const followed = createGitSource(
      { url, ref: "main", path: ".", verifySignatures: false },
      { workspace: join(folder, "workspace"), token: "ghp_very-secret", environment: ENVIRONMENT },
    );
    const failure: unknown = await followed.fetch().catch((error: unknown) => error);
    elsewhere.close();
    server.close();
    expect(seen.filter(({ url: path }) => path.startsWith("/stolen"))).toEqual([]);
    expect(Buffer.from(seen[0]?.authorization?.split(" ")[1] ?? "", "base64").toString()).toBe(
      "x-access-token:ghp_very-secret",
    );
    expect(failure).toMatchObject({ name: "SourceError" });
    expect(String(failure)).not.toContain("ghp_very-secret");
    expect(await readFile(join(folder, "workspace/repository/config"), "utf8")).not.toContain("ghp_");
  });

  it("is refused for an address that it could not go to", () => {
    const location = { url: "git@github.com:contoso/state.git", ref: "main", path: ".", verifySignatures: false };
    const options = { workspace: folder, token: "ghp_very-secret", environment: ENVIRONMENT };
    expect(() => createGitSource(location, options)).toThrow(/TRUEUP_GIT_TOKEN is for https/);
  });
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
