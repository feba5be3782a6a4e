/** A setting of git and its value. */
export type GitSetting = readonly [key: string, value: string];

/** What a program is given of the world: variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The first arguments of every git that is started. What comes with a repository, or with a commit of it, runs nothing:
 * as arguments these settings win over every file and variable.
 * https://git-scm.com/docs/git-config#SCOPES
 */
export const HARMLESS: readonly string[] = [
  "core.hooksPath=/dev/null",
  // The name of a program that is asked what has changed: https://git-scm.com/docs/git-config#Documentation/git-config.txt-corefsmonitor
  "core.fsmonitor=false",
  // Other checkouts below this one would be moved along.
  "submodule.recurse=false",
  // Files of a commit can look like a repository, with settings of their author. From git 2.38 on this keeps git from using one that it
  // only came across: https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository
  "safe.bareRepository=explicit",
].flatMap((setting) => ["-c", setting]);

/**
 * Without those that run a program which a setting names (`ext::`), and without `git://`, which nothing protects on its way.
 * The variable wins over every `protocol.<name>.allow`: https://git-scm.com/docs/git#Documentation/git.txt-GITALLOWPROTOCOL
 */
const PROTOCOLS = "file:http:https:ssh";

/** What a sign-in to the tenant is made of is nothing that git, its helpers or its hooks have to see. */
const NOT_FOR_GIT = /^(AZURE_|TRUEUP_|IDENTITY_|MSI_|ACTIONS_ID_TOKEN_)/;

/**
 * The environment of every git that is started: what it needs of `environment`, and `settings` besides those that are given
 * there already, such as which folders are safe. They travel in the environment, since what is in arguments is in the list
 * of processes, and cut at their first `=`: https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT
 */
export function environmentOfGit(environment: Environment, settings: readonly GitSetting[]): Environment {
  const kept = Object.entries(environment).filter(([name]) => !NOT_FOR_GIT.test(name));
  const given = Number(environment["GIT_CONFIG_COUNT"] ?? "0");
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  return {
    ...Object.fromEntries(kept),
    GIT_ALLOW_PROTOCOL: PROTOCOLS,
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_CONFIG_COUNT: String(given + settings.length),
    ...Object.fromEntries(numbered),
  };
}

/** What to ask git for, to tell {@link withoutFilters}. */
export const LIST_SETTINGS: readonly string[] = ["config", "--null", "--name-only", "--list"];

/**
 * Settings by which no filter that this machine knows is run on files that git writes. A commit says which of them it wants
 * (`.gitattributes`), and a desired state is what is in the commit, not what a program here makes of it.
 * https://git-scm.com/docs/gitattributes#_filter
 *
 * @param listed what git answered to {@link LIST_SETTINGS}
 */
export function withoutFilters(listed: string): readonly GitSetting[] {
  const filters = new Set(listed.split("\0").flatMap((key) => /^(filter\..+)\.[^.]+$/s.exec(key)?.[1] ?? []));
  return [...filters].flatMap((filter): readonly GitSetting[] => [
    [`${filter}.smudge`, ""],
    [`${filter}.process`, ""],
    [`${filter}.required`, "false"],
  ]);
}
