import { UsageError } from "../errors.ts";
import { sameName } from "../model/name.ts";
import { didYouMean } from "./did-you-mean.ts";

/** So many names stand in a hint, so that it can be read. */
const MOST_LISTED = 20;

/**
 * The app of the desired state that a written name means.
 * @throws UsageError that names the nearest one
 */
export function appNamed<App extends { readonly name: string }>(written: string, apps: readonly App[]): App {
  const found = apps.find(({ name }) => sameName(name, written));
  if (found === undefined) throw noSuchApp(written, apps);
  return found;
}

/** That the desired state has no app of this name, and which is meant, or which there are. */
export function noSuchApp(written: string, apps: readonly { readonly name: string }[]): UsageError {
  const known = apps.map(({ name }) => name);
  const listed = known.length > MOST_LISTED ? [...known.slice(0, MOST_LISTED), "…"] : known;
  const all = known.length === 0 ? "the desired state has no apps" : `apps of the desired state: ${listed.join(", ")}`;
  const hint = [didYouMean(written, known), all].filter((part) => part !== null).join(" ");
  return new UsageError(`the desired state has no app "${written}"`, hint);
}
