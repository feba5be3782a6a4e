import type { SourceLocation } from "../model/diagnostic.ts";
import type { TargetConfiguration } from "./configuration.ts";
import { shown } from "./did-you-mean.ts";
import { isGroupName, isUserName } from "./directory-names.ts";
import { oddCharacter } from "./odd-characters.ts";
import { type Code, errorAt, type Problem, warningAt } from "./problem.ts";
import type { ParsedFile } from "./schema-check.ts";
import type { Target as WrittenTarget } from "./schema.d.ts";
import type { UserList } from "./user-list.ts";
import type { Path } from "./yaml-file.ts";

/** Gives the lists that were read for `usersFrom`, by the file that refers to them and the path as written. */
export type TargetReader = (fromFile: string, reference: string) => UserList | null;

/** Targets, and what is wrong with them. */
interface Targets<Target extends TargetConfiguration = TargetConfiguration> {
  readonly targets: readonly Target[];
  readonly diagnostics: readonly Problem[];
}

/** Reads `to` or `except` of an assignment. */
export function readTargets(
  file: ParsedFile,
  path: Path,
  written: readonly (WrittenTarget | null)[],
  role: "to" | "except",
  lists: TargetReader,
): Targets {
  const read = written.map((target, index) =>
    target === null ? NOTHING : readTarget(file, [...path, index], target, role, lists),
  );
  return {
    targets: read.flatMap(({ targets }) => targets),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** Of a target that does not fit the schema something has been said already. */
const NOTHING: Targets = { targets: [], diagnostics: [] };

/** A user named one by one. */
export function userTarget(
  name: string,
  source: SourceLocation,
  file: ParsedFile,
): Targets<Extract<TargetConfiguration, { kind: "user" }>> {
  const trimmed = name.trim();
  if (isUserName(trimmed)) return { targets: [{ kind: "user", name: trimmed, source }], diagnostics: [] };
  const hint = "a user is a principal name such as adele@contoso.com, or an object id";
  return { targets: [], diagnostics: [badName("not-a-user", trimmed, "is no user", hint, source, file)] };
}

/** A group by display name or object id. */
export function groupTarget(
  { group: name, allowEmpty = false }: { readonly group: string; readonly allowEmpty?: boolean },
  source: SourceLocation,
  file: ParsedFile,
): Targets<Extract<TargetConfiguration, { kind: "group" }>> {
  if (isGroupName(name)) return { targets: [{ kind: "group", name, allowEmpty, source }], diagnostics: [] };
  const hint = "take control characters and blanks at its ends out; 256 characters are the most";
  return {
    targets: [],
    diagnostics: [badName("invalid-name", name, "cannot be the name of a group", hint, source, file)],
  };
}

/** Names the character that nobody sees, or that looks like another one, where there is one. */
function badName(
  code: Code,
  name: string,
  why: string,
  hint: string,
  source: SourceLocation,
  file: ParsedFile,
): Problem {
  const odd = oddCharacter(name);
  if (odd === null) return errorAt(source, code, `${shown(name)} ${why}`, { hint });
  const at = file.placeOf(odd.character, source);
  return errorAt(at, code, `${shown(name)} ${why}: it holds ${odd.description}`, { hint: odd.advice });
}

function readTarget(
  file: ParsedFile,
  path: Path,
  target: WrittenTarget,
  role: "to" | "except",
  lists: TargetReader,
): Targets {
  const source = file.valueAt(path);
  const { group, allowEmpty } = target;
  if (group !== undefined)
    return groupTarget(allowEmpty === undefined ? { group } : { group, allowEmpty }, source, file);
  if (allowEmpty !== undefined && target.usersFrom === undefined) {
    const hint = "take it out: only a group or a list can be empty";
    return { targets: [], diagnostics: [errorAt(source, "invalid-value", "allowEmpty says nothing here", { hint })] };
  }
  if (target.user !== undefined) return userTarget(target.user, source, file);
  if (target.usersFrom === undefined)
    return { targets: [{ kind: "everyone", name: "everyone", source }], diagnostics: [] };
  const name = target.usersFrom;
  const list = lists(file.path, name);
  if (list === null) return { targets: [], diagnostics: [] };
  const isEmpty = list.users.length === 0 && list.diagnostics.length === 0 && allowEmpty !== true;
  return {
    targets: [{ kind: "usersFrom", name, users: list.users, source }],
    diagnostics: isEmpty ? [emptyList(name, role, source)] : [],
  };
}

function emptyList(name: string, role: "to" | "except", source: SourceLocation): Problem {
  if (role === "to") return warningAt(source, "empty-list", `the list ${shown(name)} holds no user`);
  return errorAt(source, "empty-except", `the list ${shown(name)} holds no user, so nobody is excepted`, {
    hint: "fill it, take the exception out, or accept it with allowEmpty: true",
  });
}
