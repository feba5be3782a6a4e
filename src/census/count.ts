import { isoTime } from "../model/clock.ts";
import { findInstalled, type Installation, type UserObservation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";
import type { Age, AppCensus, Census, CountedApp, CountedPeople, VersionCensus } from "./census.ts";

/** Counts people one by one; what it keeps grows with apps, versions and consents, and not with people. */
export interface Counter {
  /**
   * @param observation what is known of one person
   * @param covers whether the reading looked for an app; what it did not look for is not known
   */
  readonly add: (observation: UserObservation, covers: (app: CountedApp) => boolean) => void;
  readonly result: () => Pick<Census, "people" | "apps">;
}

const DAY_MS = 86_400_000;
/** Below so many days, the youngest first. */
const AGES: readonly (readonly [Age, number])[] = [
  ["day", 1],
  ["week", 7],
  ["month", 30],
];

/** `nowMs`: for the age of readings, in milliseconds since the epoch. */
export function createCounter(apps: readonly CountedApp[], nowMs: number): Counter {
  const tallies = apps.map(createTally);
  const people = { all: 0, read: 0, unreadable: 0, notReadYet: 0 };
  const ages: Record<Age, number> = { day: 0, week: 0, month: 0, older: 0 };
  let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add(observation, covers) {
      people.all += 1;
      if (observation.state === "read") {
        const { at } = observation;
        people.read += 1;
        ages[ageOf(nowMs - at)] += 1;
        oldest = Math.min(oldest, at);
        newest = Math.max(newest, at);
      } else if (observation.state === "unreadable") people.unreadable += 1;
      else people.notReadYet += 1;
      for (const tally of tallies) tally.add(observation, covers(tally.app));
    },
    result() {
      const anybody = people.read > 0;
      const counted: CountedPeople = {
        ...people,
        oldestAt: anybody ? isoTime(oldest) : null,
        newestAt: anybody ? isoTime(newest) : null,
        ages,
      };
      return { people: counted, apps: tallies.map((tally) => tally.result()) };
    },
  };
}

function ageOf(ms: number): Age {
  return AGES.find(([, days]) => ms < days * DAY_MS)?.[0] ?? "older";
}

/** The people of one version, while they are counted. */
interface VersionTally {
  people: number;
  oldest: number;
  readonly consents: Map<string, { readonly consent: PermissionKnowledge; people: number }>;
}

function createTally(app: CountedApp) {
  const ids = { catalogId: app.catalogId, manifestId: app.manifestId, replacedId: null };
  const versions = new Map<string | null, VersionTally>();
  let [notInstalled, otherCopy, unknown] = [0, 0, 0];
  const addTo = ({ version, consent }: Installation, at: number): void => {
    const tally = versions.get(version) ?? { people: 0, oldest: at, consents: new Map() };
    versions.set(version, tally);
    tally.people += 1;
    tally.oldest = Math.min(tally.oldest, at);
    const key = consentKey(consent);
    const known = tally.consents.get(key) ?? { consent, people: 0 };
    tally.consents.set(key, known);
    known.people += 1;
  };
  return {
    app,
    add(observation: UserObservation, isCovered: boolean): void {
      if (observation.state !== "read" || !isCovered) {
        unknown += 1;
        return;
      }
      const { own, otherCopies } = findInstalled(ids, observation.installations);
      if (own !== null) addTo(own, observation.at);
      else if (otherCopies.length > 0) otherCopy += 1;
      else if (observation.absenceProven && observation.doubt === undefined) notInstalled += 1;
      else unknown += 1;
    },
    result(): AppCensus {
      const counted = [...versions].map(([version, tally]) => versionCensus(version, tally));
      return { app, versions: counted.sort(byPeople), notInstalled, otherCopy, unknown };
    },
  };
}

function versionCensus(version: string | null, { people, oldest, consents }: VersionTally): VersionCensus {
  const counted = [...consents.values()].map(({ consent, people: having }) => ({
    permissions: consent.state === "known" ? consent.permissions : null,
    people: having,
  }));
  return { version, people, oldestAt: isoTime(oldest), consents: counted.sort((a, b) => b.people - a.people) };
}

function byPeople(a: VersionCensus, b: VersionCensus): number {
  return b.people - a.people || ((a.version ?? "") < (b.version ?? "") ? -1 : 1);
}

function consentKey(consent: PermissionKnowledge): string {
  if (consent.state === "unknown") return "unknown";
  return ["known", ...consent.permissions.map(({ value, type }) => `${type} ${value}`).sort()].join("\n");
}
