import type { AppCensus, Census, CountedApp, CountedPeople, VersionCensus } from "../../census/census.ts";
import type { Permission } from "../../model/permission.ts";
import { printable } from "../facts/printable.ts";
import { count, number, permissionText, share } from "../facts/wording.ts";
import { setLine, type Style, styleFor, USUAL_COLUMNS } from "../text/layout.ts";

/** For people, line by line. */
export function* renderCensusText(
  census: Census,
  { color, columns }: { readonly color: boolean; readonly columns: number | null },
): Generator<string> {
  for (const line of lines(census, styleFor(color)))
    for (const set of setLine(line, columns ?? USUAL_COLUMNS)) yield `${set}\n`;
}

function* lines(census: Census, style: Style): Generator<string> {
  for (const app of census.apps) {
    yield style.title(appTitle(app.app));
    yield* appLines(app, census.people.all);
    yield "";
  }
  yield style.title("Readings");
  for (const line of readingTexts(census)) yield `  ${line}`;
}

/** `Contoso Expenses (expenses), offered now: 2.4.0` */
export function appTitle({ name, displayName, catalogId, manifestId, offered, trouble }: CountedApp): string {
  const called = [displayName, name].filter((text) => text !== null);
  const [first = catalogId ?? manifestId ?? "an app", second] = called;
  const inBrackets = second ?? (called.length === 0 ? null : (catalogId ?? manifestId));
  const title = inBrackets === null ? first : `${first} (${inBrackets})`;
  const offers = offered === null ? (trouble === null ? "" : `: ${trouble}`) : `, offered now: ${offered}`;
  return printable(title + offers);
}

function* appLines({ versions, notInstalled, otherCopy, unknown }: AppCensus, all: number): Generator<string> {
  const line = (what: string, people: number): string => {
    const part = share(people, all);
    return `  ${what.padEnd(14)} ${count(people, "person", "people").padStart(14)}${part === null ? "" : `  ${part.padStart(7)}`}`;
  };
  for (const version of versions) {
    yield `${line(versionText(version), version.people)}  oldest reading ${version.oldestAt.slice(0, 10)}`;
    for (const { permissions, people } of version.consents)
      yield `      consent: ${consentText(permissions)}: ${count(people, "person", "people")}`;
  }
  yield line("not installed", notInstalled);
  if (otherCopy > 0) yield line("another copy", otherCopy);
  yield line("not known", unknown);
}

/** A version as it is shown. */
export function versionText({ version }: VersionCensus): string {
  return version === null ? "not told" : printable(version);
}

/** The consent in force as it is shown. */
export function consentText(permissions: readonly Permission[] | null): string {
  if (permissions === null) return "not read";
  return permissions.length === 0 ? "none" : permissions.map(permissionText).join(", ");
}

/** Of the store: a run does away with a reading when it writes, and what failed leaves none either. */
const NO_GOOD_READING = "have no reading that still holds, as it failed or a run changed something after it";

/** Of whom something is known, and how old that is; one sentence each. */
export function readingTexts({ people, fromStore }: Census): readonly string[] {
  const { all, read, unreadable, notReadYet, oldestAt, newestAt } = people;
  return [
    `${number(read)} of ${peopleText(all)} were read${oldestAt === null ? "" : `, ${span(oldestAt, newestAt)}`}.`,
    ...(unreadable === 0
      ? []
      : [
          `${peopleText(unreadable)} ${fromStore ? NO_GOOD_READING : "could not be read"}: what they have is not known.`,
        ]),
    ...(notReadYet === 0 ? [] : [`${peopleText(notReadYet)} were not read yet: what they have is not known.`]),
    ...(read === 0 ? [] : [`Age: ${agesText(people)}.`]),
    ...(fromStore ? ["From the store: nothing was read now, and people whom no run ever saw are not counted."] : []),
  ];
}

function peopleText(amount: number): string {
  return count(amount, "person", "people");
}

function span(oldestAt: string, newestAt: string | null): string {
  const [first, last] = [oldestAt, newestAt ?? oldestAt].map((at) => at.slice(0, 16).replace("T", " "));
  return first === last ? `at ${first} UTC` : `between ${first} and ${last} UTC`;
}

function agesText({ ages }: CountedPeople): string {
  const parts = [
    [ages.day, "below a day"],
    [ages.week, "below a week"],
    [ages.month, "below 30 days"],
    [ages.older, "older"],
  ] as const;
  return parts.flatMap(([amount, what]) => (amount === 0 ? [] : [`${count(amount, "reading")} ${what}`])).join(", ");
}
