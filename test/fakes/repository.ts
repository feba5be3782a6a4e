import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A repository of git that tests write in. */
export interface TestRepository {
  readonly folder: string;
  /** Runs git there as a person with a name. Gives what it said, without white space at its ends; throws where it failed. */
  readonly git: (...args: readonly string[]) => string;
  /** Commits all that is there, be it nothing new; gives the id of the commit. `how`: arguments for git itself. */
  readonly commit: (message?: string, ...how: readonly string[]) => string;
}

const PERSON = ["-c", "user.name=Test", "-c", "user.email=test@contoso.com", "-c", "commit.gpgsign=false"];
/** Nobody needs these repositories tomorrow: no tidying after each command, no waiting for the disk. */
const SHORT_LIVED = ["-c", "maintenance.auto=false", "-c", "gc.auto=0", "-c", "core.fsync=none"];

/** An empty repository in a folder, which is made where it is missing; on the branch `main`. */
export function makeRepository(folder: string): TestRepository {
  writeEmpty(join(folder, ".git"));
  return repositoryIn(folder);
}

/** One that is there already, such as a clone. */
export function repositoryIn(folder: string): TestRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...PERSON, ...SHORT_LIVED, ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  return {
    folder,
    git,
    commit(message = "a commit", ...how) {
      git("add", "--all");
      git(...how, "commit", "--quiet", "--allow-empty", "--message", message);
      const head = readFileSync(join(folder, ".git", "HEAD"), "utf8").trim();
      return head.startsWith("ref: ") ? readFileSync(join(folder, ".git", head.slice(5)), "utf8").trim() : head;
    },
  };
}

/** As `git init` would, which copies templates and takes much longer: https://git-scm.com/docs/gitrepository-layout */
function writeEmpty(at: string): void {
  for (const name of ["hooks", "objects", "refs/heads"]) mkdirSync(join(at, name), { recursive: true });
  writeFileSync(join(at, "HEAD"), "ref: refs/heads/main\n");
  writeFileSync(join(at, "config"), "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n");
}
