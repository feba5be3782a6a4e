import type { Configuration, RolloutConfiguration, TargetConfiguration } from "../desired/configuration.ts";
import { compareText } from "../model/order.ts";
import { foldCase } from "./person.ts";

/** Everything the configuration wants to know of the directory, each name once and in an order that does not depend on the files'. */
export interface References {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly everyone: boolean;
}

/**
 * Everything of the configuration that the directory has to be asked about, each name once.
 * @param others users whom somebody asks about, whether the configuration names them or not
 */
export function referencesOf(configuration: Configuration, others: readonly string[]): References {
  const targets = [
    ...configuration.assignments.flatMap((assignment) => [...assignment.to, ...assignment.except]),
    ...configuration.policy.protectedUsers,
    ...configuration.rollouts.flatMap(ringTargets),
    ...configuration.exceptions.flatMap(({ to }) => to),
  ];
  return {
    users: distinctNames([...targets.flatMap(namedUsers), ...others]),
    groups: distinctNames(targets.flatMap((target) => (target.kind === "group" ? [target.name] : []))),
    everyone: targets.some((target) => target.kind === "everyone"),
  };
}

/** The targets of all rings of a rollout. */
export function ringTargets({ rings }: RolloutConfiguration): readonly TargetConfiguration[] {
  return rings.flatMap(({ members }) => (members.kind === "named" ? members.to : []));
}

/** The users that a target names one by one: none for groups and `everyone`. */
export function namedUsers(target: TargetConfiguration): readonly string[] {
  if (target.kind === "user") return [target.name];
  return target.kind === "usersFrom" ? target.users : [];
}

/** One spelling of each name, sorted; of spellings that differ in case the first by code units. */
function distinctNames(names: readonly string[]): readonly string[] {
  const spellings = new Map<string, string>();
  for (const name of names) {
    const folded = foldCase(name);
    const known = spellings.get(folded);
    if (known === undefined || compareText(name, known) < 0) spellings.set(folded, name);
  }
  return [...spellings.values()].sort(compareText);
}
