import type { ExceptionConfiguration } from "../desired/configuration.ts";
import type { Exception } from "../model/exception.ts";
import { type NameResolution, type ResolvedTarget, resolveTarget } from "./targets.ts";

/** An exception with its people, and what became of its targets. */
interface ResolvedException {
  readonly exception: Exception;
  readonly targets: readonly ResolvedTarget[];
}

/** Turns the targets of an exception into users. */
export function resolveException(
  { to, ...written }: ExceptionConfiguration,
  meanings: NameResolution,
): ResolvedException {
  const targets = to.map((target) => resolveTarget(target, "exception", meanings));
  const ids = targets.flatMap(({ users }) => [...users].map((key) => meanings.identities.users.get(key)?.id ?? null));
  const unread = targets.filter(({ open }) => open !== "nobody").map(({ target }) => target);
  return { exception: { ...written, userIds: new Set(ids.filter((id) => id !== null)), unread }, targets };
}
