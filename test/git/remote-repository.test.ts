import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGitSource, type GitLocation } from "../../src/git/remote-repository.ts";
import { gitStandIn, SECRETS, settingsIn } from "../fakes/git.ts";
import { makeRepository, repositoryIn } from "../fakes/repository.ts";
import { until } from "../until.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-git-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ENVIRONMENT = { PATH: process.env["PATH"], HOME: "/nonexistent", ...SECRETS };
const NEVER = new AbortController().signal;

function git(cwd: string, ...args: readonly string[]): string {
  return repositoryIn(cwd).git(...args);
}

/** What a server has, with a checkout of its own: a commit there is pushed as soon as it is made. */
async function repository() {
  const checkout = join(folder, "checkout");
  const { commit } = makeRepository(checkout);
  const push = async (files: Readonly<Record<string, string>>, ...how: readonly string[]): Promise<string> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(checkout, path)), { recursive: true });
      await writeFile(join(checkout, path), text);
    }
    return commit("change", ...how);
  };
  return { served: join(checkout, ".git"), checkout, push };
}

function source(url: string, changes: Partial<GitLocation> = {}, environment: Record<string, string> = {}) {
  return createGitSource(
    { url, ref: "main", path: ".", verifySignatures: false, ...changes },
    { workspace: join(folder, "workspace"), token: null, environment: { ...ENVIRONMENT, ...environment }, stop: NEVER },
  );
}

/** The repository below the workspace that was fetched into. */
async function fetched(below = folder): Promise<string> {
  const [name = ""] = await readdir(join(below, "workspace"));
  return join(below, "workspace", name, "git");
}

/** The home of somebody with these settings of git. */
async function homeWith(settings: string): Promise<string> {
  const home = join(folder, "home");
  await mkdir(home);
  await writeFile(join(home, ".gitconfig"), settings);
  return home;
}

describe("a repository that is followed", () => {
  it("gives each commit as files, and those of the one before are gone", async () => {
    const { served, push } = await repository();
    const first = await push({ "teams/state.yaml": "one", "teams/old.yaml": "" });
    const followed = source(served, { path: "teams" });
    expect(await followed.fetch()).toEqual({ commit: first, ref: "refs/heads/main" });
    expect(await readFile(join(await followed.checkOut(first), "state.yaml"), "utf8")).toBe("one");

    const second = await push({ "teams/state.yaml": "two" });
    expect((await followed.fetch()).commit).toBe(second);
    expect(await readFile(join(await followed.checkOut(second), "state.yaml"), "utf8")).toBe("two");
    await followed.discard();
    expect(await readdir(join(folder, "workspace"))).toEqual([]);
  });

  it("takes what is there after a history was rewritten, and files that are gone are gone", async () => {
    const { served, checkout, push } = await repository();
    await push({ "a.yaml": "a", "b.yaml": "b" });
    const followed = source(served);
    await followed.checkOut((await followed.fetch()).commit);
    git(checkout, "rm", "--quiet", "b.yaml");
    git(checkout, "commit", "--quiet", "--amend", "--message", "without b");
    const path = await followed.checkOut((await followed.fetch()).commit);
    expect((await readdir(path)).sort()).toEqual(["a.yaml"]);
  });

  it("goes on after a process was killed in the middle of a fetch", async () => {
    const { served, push } = await repository();
    await push({ "state.yaml": "one" });
    const followed = source(served);
    await followed.fetch();
    await writeFile(join(await fetched(), "shallow.lock"), "");
    await writeFile(join(await fetched(), "refs/trueup/head.lock"), "");
    const commit = await push({ "state.yaml": "two" });
    expect((await followed.fetch()).commit).toBe(commit);
  });

  it("follows a tag, and a commit by its whole id", async () => {
    const { served, checkout, push } = await repository();
    const commit = await push({ "state.yaml": "one" });
    git(checkout, "tag", "released");
    expect((await source(served, { ref: "released" }).fetch()).commit).toBe(commit);
    git(served, "config", "uploadpack.allowAnySHA1InWant", "true");
    expect((await source(served, { ref: commit }).fetch()).commit).toBe(commit);
  });

  it("is kept below a workspace that is named from the working directory", async () => {
    const { served, push } = await repository();
    await push({ "state.yaml": "one" });
    const workspace = relative(process.cwd(), join(folder, "workspace"));
    const options = { workspace, token: null, environment: ENVIRONMENT, stop: NEVER };
    const followed = createGitSource({ url: served, ref: "main", path: ".", verifySignatures: false }, options);
    const path = await followed.checkOut((await followed.fetch()).commit);
    expect(dirname(dirname(path))).toBe(join(folder, "workspace"));
    expect(await readFile(join(path, "state.yaml"), "utf8")).toBe("one");
  });

  it("has a folder that no other process uses: what one of them deletes is its own", async () => {
    const { served, push } = await repository();
    const commit = await push({ "state.yaml": "one" });
    const [one, other] = [source(served), source(served)];
    const [path] = [await one.checkOut((await one.fetch()).commit), await other.fetch()];
    await other.discard();
    expect(await readFile(join(path, "state.yaml"), "utf8")).toBe("one");
    expect((await one.fetch()).commit).toBe(commit);
  });

  it("what a process that was killed left behind long ago is deleted, and nothing else", async () => {
    const { served, push } = await repository();
    await push({ "state.yaml": "one" });
    const workspace = join(folder, "workspace");
    for (const name of ["repository-old", "repository-new", "mine"])
      await mkdir(join(workspace, name), { recursive: true });
    const long = new Date(Date.now() - 8 * 86_400_000);
    for (const name of ["repository-old", "mine"]) await utimes(join(workspace, name), long, long);
    await source(served).fetch();
    const left = await readdir(workspace);
    expect(left).toEqual(expect.arrayContaining(["repository-new", "mine"]));
    expect(left).not.toContain("repository-old");
  });

  it("that is of another user, or a file in its place, is said as trouble of the source", async () => {
    const { served, push } = await repository();
    await push({ "state.yaml": "one" });
    await writeFile(join(folder, "workspace"), "");
    await expect(source(served).fetch()).rejects.toMatchObject({
      name: "SourceError",
      message: "what git fetches cannot be kept: a file stands where the workspace should be",
      hint: expect.stringContaining("--workspace"),
    });
  });

  it.each([
    { name: "in a file that a variable names", variable: "GIT_CONFIG_GLOBAL", file: "home/.gitconfig" },
    { name: "in the home of the user", variable: "HOME", file: "home" },
  ])("does not need git to use what it comes across: safe.bareRepository $name", async ({ variable, file }) => {
    const { served, push } = await repository();
    const commit = await push({ "state.yaml": "one" });
    await homeWith("[safe]\n\tbareRepository = explicit\n\tdirectory = *\n");
    const followed = source(served, {}, { [variable]: join(folder, file) });
    expect((await followed.fetch()).commit).toBe(commit);
    const path = await followed.checkOut(commit);
    expect(await readFile(join(path, "state.yaml"), "utf8")).toBe("one");
  });

  it("git uses the one that it is told, and none further up", async () => {
    const { served, checkout, push } = await repository();
    const commit = await push({ "state.yaml": "one" });
    const followed = createGitSource(
      { url: served, ref: "main", path: ".", verifySignatures: false },
      { workspace: join(checkout, "workspace"), token: null, environment: ENVIRONMENT, stop: NEVER },
    );
    await followed.fetch();
    await rm(join(await fetched(checkout), "objects"), { recursive: true });
    expect((await followed.fetch()).commit).toBe(commit);
    expect(git(checkout, "for-each-ref", "refs/trueup")).toBe("");
  });
});

/** A branch `main`, and a tag of the same name at another commit. */
async function branchAndTag() {
  const made = await repository();
  const tagged = await made.push({ "state.yaml": "tagged" });
  git(made.checkout, "tag", "main");
  const commit = await made.push({ "state.yaml": "branch" });
  return { ...made, tagged, commit };
}

describe("which ref is followed", () => {
  it("a name that fits a branch and a tag is the branch", async () => {
    const { served, commit } = await branchAndTag();
    expect(await source(served).fetch()).toEqual({ commit, ref: "refs/heads/main" });
  });

  it("a full name is what it says", async () => {
    const { served, tagged } = await branchAndTag();
    expect(await source(served, { ref: "refs/tags/main" }).fetch()).toEqual({ commit: tagged, ref: "refs/tags/main" });
  });
});

function processesWith(text: string): number {
  const listed = execFileSync("ps", ["-eo", "pid,stat,args"], { encoding: "utf8" }).split("\n");
  return listed.filter((line) => line.includes(text) && !/^\s*\d+ Z/.test(line)).length;
}

describe("a git server that never answers", () => {
  it("no process is left, and nobody waits, once the look is stopped", async () => {
    const server = createServer(() => undefined);
    const url = `http://127.0.0.1:${await portOf(server)}/state.git`;
    const stop = new AbortController();
    const standIn = await gitStandIn(folder);
    const followed = createGitSource(
      { url, ref: "main", path: ".", verifySignatures: false },
      {
        workspace: join(folder, "workspace"),
        token: null,
        environment: { ...ENVIRONMENT, PATH: standIn.path },
        stop: stop.signal,
      },
    );
    const looking = followed.fetch().catch((error: unknown) => error);
    await once(server, "request");
    expect(processesWith(url)).toBeGreaterThan(1);
    const stoppedAt = Date.now();
    stop.abort();
    expect(String(await looking)).toContain("nobody waits for it");
    expect(Date.now() - stoppedAt, "sooner than git is given up by itself").toBeLessThan(100_000);
    await until("no process is left", () => processesWith(url) === 0);
    server.closeAllConnections();
    server.close();
  });
});

describe("a commit id", () => {
  it("is the commit, also where somebody gives a tag its name", async () => {
    const { served, checkout, push } = await repository();
    const first = await push({ "state.yaml": "one" });
    await push({ "state.yaml": "two" });
    git(checkout, "tag", first, "HEAD");
    expect(await source(served, { ref: first }).fetch()).toEqual({ commit: first, ref: null });
  });

  it("is none of a tag that leads to a commit", async () => {
    const { served, checkout, push } = await repository();
    await push({ "state.yaml": "one" });
    git(checkout, "tag", "--annotate", "--message", "a release", "v1");
    const tag = git(checkout, "rev-parse", "v1");
    await expect(source(served, { ref: tag }).fetch()).rejects.toThrow(/is no commit there: it leads to/);
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
    { name: "one for ssh", location: { url: "ssh://git:secret@git.contoso.com/a" }, message: /no credentials/ },
    { name: "one in the short form", location: { url: "git:secret@git.contoso.com:a" }, message: /no credentials/ },
    { name: "a token as a name", location: { url: "https://secret@git.contoso.com/a" }, message: /no credentials/ },
    {
      name: "a token in the query",
      location: { url: "https://git.contoso.com/a?private_token=secret" },
      message: /no credentials/,
    },
    {
      name: "a token as a parameter of the path",
      location: { url: "https://git.contoso.com/a.git;token=secret" },
      message: /no credentials/,
    },
    { name: "a token behind a hash", location: { url: "https://git.contoso.com/a#secret" }, message: /no credentials/ },
    ...[
      "https://git.contoso.com/oauth2:secret@git.contoso.com/a.git",
      "https://git.contoso.com/me%3Asecret%40git.contoso.com/a.git",
      "https://git.contoso.com/a%3Ftoken=secret",
      "https://git.contoso.com/a%253Btoken%253Dsecret",
      "https://git.contoso.com/a&token=secret",
      "https://git.contoso.com/glpat-secret0123456789abcdef/a",
      "https:/me:secret@git.contoso.com/a",
      "ssh://git%3Asecret@git.contoso.com/a",
      "ssh://git@git.contoso.com/me:secret@git.contoso.com/a",
      "git%3Asecret@git.contoso.com:a",
      "git@git.contoso.com:ghp_secret0123456789abcdef/a",
      "file:///srv/me:secret@git.contoso.com/a",
    ].map((url) => ({ name: `a secret in ${url}`, location: { url }, message: /no credentials/ })),
    { name: "what nobody sees", location: { url: "https://git.contoso.com/a\u0000" }, message: /cannot be seen/ },
    {
      name: "one with a slash in it",
      location: { url: "ssh://git:se@secret@git.contoso.com/a" },
      message: /no credentials/,
    },
    {
      name: "one of a transport that is refused",
      location: { url: "ext::https://me:secret@git.contoso.com/a" },
      message: /not the address/,
    },
    { name: "plain http elsewhere", location: { url: "http://git.contoso.com/a" }, message: /must be https/ },
    {
      name: "plain http to a name that begins like this machine",
      location: { url: "http://127.0.0.1.contoso.com/a" },
      message: /must be https/,
    },
    {
      name: "git's own protocol, which nothing protects",
      location: { url: "git://git.contoso.com/a" },
      message: /git:\/\//,
    },
    { name: "the same in capitals", location: { url: "GIT://git.contoso.com/a" }, message: /must be https or ssh/ },
    { name: "the same on this machine", location: { url: "git://127.0.0.1/a" }, message: /must be https or ssh/ },
    { name: "an option in place of a ref", location: { ref: "--force" }, message: /--git-ref/ },
    { name: "a refspec in place of a ref", location: { ref: "main:refs/heads/x" }, message: /--git-ref/ },
    { name: "a path out of the repository", location: { path: "teams/../../etc" }, message: /--git-path/ },
    { name: "an absolute path", location: { path: "/etc" }, message: /--git-path/ },
  ])("$name", ({ location, message }) => {
    const made = () => source(location.url ?? "https://git.contoso.com/a", location);
    expect(made).toThrow(message);
    expect(made).not.toThrow(/secret/);
  });

  it.each([
    "https://git.contoso.com/a",
    "https://git.contoso.com/a@b/c:d.git",
    "https://git.contoso.com/a%20b",
    "ssh://git@git.contoso.com/a",
    "ssh://git@git.contoso.com:2222/~me/a",
    "git@git.contoso.com:a",
    "git:a",
    "/srv/a",
    "/srv/me:you@here/a",
  ])("not %s", (url) => {
    expect(() => source(url)).not.toThrow();
  });

  it("a path that the commit does not have", async () => {
    const { served, push } = await repository();
    const commit = await push({ "state.yaml": "one" });
    const followed = source(served, { path: "teams" });
    await followed.fetch();
    await expect(followed.checkOut(commit)).rejects.toThrow(/has no teams/);
  });

  it("a link in the repository that leads out of it", async () => {
    const { served, checkout, push } = await repository();
    await symlink("/etc", join(checkout, "teams"));
    const commit = await push({});
    const followed = source(served, { path: "teams" });
    await followed.fetch();
    await expect(followed.checkOut(commit)).rejects.toThrow(/leads out of the repository/);
  });

  it("a ref that is not there, with what git says and what to look at", async () => {
    const { served, push } = await repository();
    await push({ "state.yaml": "one" });
    await expect(source(served, { ref: "production" }).fetch()).rejects.toMatchObject({
      name: "SourceError",
      message: expect.stringContaining("production"),
      hint: expect.stringContaining("--git-ref"),
    });
  });
});

describe("what comes with a repository runs nothing", () => {
  it("no hooks of the machine's templates, no filters of attributes", async () => {
    const { served, push } = await repository();
    const ran = join(folder, "ran");
    const templates = join(folder, "templates/hooks");
    await mkdir(templates, { recursive: true });
    await writeFile(join(templates, "post-checkout"), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    await push({ "state.yaml": "one", ".gitattributes": "*.yaml filter=lfs\n" });
    const followed = source(served, {}, { GIT_TEMPLATE_DIR: dirname(templates) });
    await followed.checkOut((await followed.fetch()).commit);
    expect(existsSync(ran)).toBe(false);
  });

  it.each(["smudge", "process"])("no filter that the machine's configuration knows, by its %s", async (kind) => {
    const { served, push } = await repository();
    const ran = join(folder, "ran");
    await push({ "state.yaml": "as committed", ".gitattributes": "*.yaml filter=spy\n" });
    const HOME = await homeWith(`[filter "spy"]\n\t${kind} = "touch '${ran}'; tr a-z A-Z"\n\trequired = true\n`);
    const followed = source(served, {}, { HOME });
    const path = await followed.checkOut((await followed.fetch()).commit);
    expect(await readFile(join(path, "state.yaml"), "utf8")).toBe("as committed");
    expect(existsSync(ran)).toBe(false);
  });

  it("what is read are the bytes of the commit, whatever it says of its files", async () => {
    const { served, checkout } = await repository();
    const text = "to: \uff20dele@contoso.com\r\n# $Id$\n";
    const rules = "*.yaml working-tree-encoding=ASCII//TRANSLIT eol=crlf text ident\n";
    for (const [name, content] of [
      ["state.yaml", text],
      [".gitattributes", rules],
    ] as const) {
      await writeFile(join(folder, name), content);
      const blob = git(checkout, "hash-object", "-w", "--no-filters", join(folder, name));
      git(checkout, "update-index", "--add", "--cacheinfo", `100644,${blob},${name}`);
    }
    git(checkout, "commit", "--quiet", "--message", "as it is");
    const followed = source(served, {}, { HOME: await homeWith("[core]\n\tautocrlf = true\n") });
    const path = await followed.checkOut((await followed.fetch()).commit);
    expect(await readFile(join(path, "state.yaml"), "utf8")).toBe(text);
  });

  it("no watcher and no hook that the machine's configuration knows", async () => {
    const { served, push } = await repository();
    const ran = join(folder, "ran");
    const hooks = join(folder, "hooks");
    await mkdir(hooks);
    for (const hook of ["post-checkout", "post-index-change", "reference-transaction"]) {
      await writeFile(join(hooks, hook), `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
    }
    const HOME = await homeWith(`[core]\n\thooksPath = ${hooks}\n\tfsmonitor = "touch '${ran}'; false"\n`);
    const followed = source(served, {}, { HOME });
    for (const text of ["one", "two"]) {
      await push({ "state.yaml": text });
      await followed.checkOut((await followed.fetch()).commit);
    }
    expect(existsSync(ran)).toBe(false);
  });

  it.each([
    { name: "one that is a program", to: (ran: string) => `ext::sh -c touch% ${ran}% ` },
    { name: "one that somebody else understands", to: () => "evil://" },
    { name: "one that nothing protects", to: () => "git://127.0.0.1:9/" },
  ])("no other transport than those that are documented: $name", async ({ to }) => {
    const ran = join(folder, "ran");
    const bin = join(folder, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "git-remote-evil"), `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
    const allowed = ["ext", "evil", "git"].map((name) => `[protocol "${name}"]\n\tallow = always\n`).join("");
    const HOME = await homeWith(`${allowed}[url "${to(ran)}"]\n\tinsteadOf = https://git.contoso.com/\n`);
    const PATH = `${bin}:${process.env["PATH"] ?? ""}`;
    await expect(source("https://git.contoso.com/a", {}, { HOME, PATH }).fetch()).rejects.toThrow(
      /transport '(ext|evil|git)' not allowed/,
    );
    expect(existsSync(ran)).toBe(false);
  });

  it("submodules are folders with nothing in them, also when git is told to take them along", async () => {
    const { served, checkout, push } = await repository();
    const inner = await push({ "inner.yaml": "inner" });
    await writeFile(join(checkout, ".gitmodules"), `[submodule "module"]\n\tpath = module\n\turl = ${served}\n`);
    git(checkout, "update-index", "--add", "--cacheinfo", `160000,${inner},module`);
    git(checkout, "add", ".gitmodules");
    git(checkout, "commit", "--quiet", "--message", "with a module");
    const HOME = await homeWith("[submodule]\n\trecurse = true\n\tactive = .\n");
    const standIn = await gitStandIn(folder);
    const followed = source(served, {}, { HOME, PATH: standIn.path });
    const path = await followed.checkOut((await followed.fetch()).commit);
    expect(await readdir(join(path, "module"))).toEqual([]);
    const calls = await standIn.calls();
    expect(calls.filter(({ args }) => !args.includes("submodule.recurse=false"))).toEqual([]);
  });
});

describe("what git is given", () => {
  it("nothing that signs in to the tenant, no question to somebody, no large files", async () => {
    const { served, push } = await repository();
    await push({ "state.yaml": "one" });
    const standIn = await gitStandIn(folder);
    const followed = source(served, {}, { PATH: standIn.path });
    await followed.checkOut((await followed.fetch()).commit);
    const calls = await standIn.calls();
    expect(calls.map(({ args }) => args.find((arg) => /^[a-z-]+$/.test(arg) && arg !== "-c"))).toEqual([
      "init",
      "ls-remote",
      "fetch",
      "rev-parse",
      "checkout",
    ]);
    for (const { environment } of calls) {
      expect(Object.keys(environment).filter((name) => name in SECRETS)).toEqual([]);
      expect(environment).toMatchObject({ GIT_TERMINAL_PROMPT: "0", GIT_LFS_SKIP_SMUDGE: "1" });
    }
  });

  it("settings of the environment still hold, and none of them wins over what is safe", async () => {
    const { served, push } = await repository();
    const ran = join(folder, "ran");
    await push({ "state.yaml": "one", ".gitattributes": "*.yaml filter=spy\n" });
    const standIn = await gitStandIn(folder);
    const followed = source(
      served,
      {},
      {
        PATH: standIn.path,
        GIT_CONFIG_COUNT: "2",
        GIT_CONFIG_KEY_0: "filter.spy.smudge",
        GIT_CONFIG_VALUE_0: `touch '${ran}'`,
        GIT_CONFIG_KEY_1: "http.sslCAInfo",
        GIT_CONFIG_VALUE_1: "/our/authority.pem",
      },
    );
    await followed.checkOut((await followed.fetch()).commit);
    expect(existsSync(ran)).toBe(false);
    const settings = (await standIn.calls()).map(settingsIn);
    expect(settings.map((given) => given["http.sslCAInfo"])).not.toContain(undefined);
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
    const { served, push } = await repository();
    const { home, sign } = await signing();
    const followed = source(served, { verifySignatures: true }, { HOME: home });
    const signed = await push({ "state.yaml": "one" }, ...sign);
    expect((await followed.fetch()).commit).toBe(signed);
    await push({ "state.yaml": "two" });
    await expect(followed.fetch()).rejects.toMatchObject({
      name: "SourceError",
      message: expect.stringContaining("has no signature that git finds good"),
    });
    const stranger = source(served, { verifySignatures: true });
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
      { workspace: join(folder, "workspace"), token: "ghp_very-secret", environment: ENVIRONMENT, stop: NEVER },
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
    expect(await readFile(join(await fetched(), "config"), "utf8")).not.toContain("ghp_");
  });

  const TOKEN = "ghp_very-secret";
  const ENCODED = Buffer.from(`x-access-token:${TOKEN}`).toString("base64");

  /** A repository that cannot be reached, with a git that is watched. */
  async function unreachable(url: string, instead: string | null = null) {
    const standIn = await gitStandIn(folder, instead);
    const environment = { ...ENVIRONMENT, PATH: standIn.path };
    const options = { workspace: join(folder, "workspace"), token: TOKEN, environment, stop: NEVER };
    const followed = createGitSource({ url, ref: "main", path: ".", verifySignatures: false }, options);
    const failure: unknown = await followed.fetch().catch((error: unknown) => error);
    return { failure, calls: await standIn.calls() };
  }

  it.each([
    { url: "https://git.contoso.invalid/team/state.git", origin: "https://git.contoso.invalid/" },
    { url: "https://git.contoso.invalid:8443/state", origin: "https://git.contoso.invalid:8443/" },
    { url: "http://127.0.0.1:9/state", origin: "http://127.0.0.1:9/" },
  ])("is a header for the one host of $url, in the environment and in no argument", async ({ url, origin }) => {
    const { calls } = await unreachable(url);
    expect(calls.length).toBeGreaterThan(1);
    for (const call of calls) {
      const headers = Object.entries(settingsIn(call)).filter(([key]) => /extraheader/i.test(key));
      expect(headers).toEqual([[`http.${origin}.extraHeader`, `Authorization: Basic ${ENCODED}`]]);
      const shown = call.args.join(" ");
      for (const secret of [TOKEN, ENCODED, "extraHeader", "Authorization"]) expect(shown).not.toContain(secret);
      const elsewhere = Object.entries(call.environment).filter(([name]) => !name.startsWith("GIT_CONFIG_VALUE_"));
      expect(JSON.stringify(elsewhere)).not.toMatch(/ghp_very-secret|eC1hY2Nlc3M/);
    }
  });

  it.each([
    { name: "as it is", said: `fatal: bad token ${TOKEN} there` },
    { name: "in the header", said: `> Authorization: Basic ${ENCODED}` },
    { name: "in the address", said: `fatal: unable to access 'https://me:${TOKEN}@git.contoso.com/a'` },
    { name: "cut in its middle by the length of a message", said: `${TOKEN}${"x".repeat(492)}` },
  ])("that git repeats is in no message: $name", async ({ said }) => {
    const { failure } = await unreachable("https://git.contoso.com/a", `printf '%s' "${said}" >&2; exit 128`);
    const parts = [TOKEN, ENCODED, "secret", "me:"].filter((part) => String(failure).includes(part));
    expect(String(failure)).toMatch(/^SourceError: git init failed: /);
    expect(parts).toEqual([]);
  });

  it("of somebody else in an address is in no message either", async () => {
    const standIn = await gitStandIn(folder, `echo "fatal: 'https://me:theirs@git.contoso.com/a'" >&2; exit 128`);
    const failure: unknown = await source("https://git.contoso.com/a", {}, { PATH: standIn.path })
      .fetch()
      .catch((error: unknown) => error);
    expect(String(failure)).toBe("SourceError: git init failed: fatal: 'https://…@git.contoso.com/a'");
  });

  it("is refused for an address that it could not go to", () => {
    const location = { url: "git@github.com:contoso/state.git", ref: "main", path: ".", verifySignatures: false };
    const options = { workspace: folder, token: "ghp_very-secret", environment: ENVIRONMENT, stop: NEVER };
    expect(() => createGitSource(location, options)).toThrow(/TRUEUP_GIT_TOKEN is for https/);
  });
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
