import type { Recalled } from "../observe/observation-cache.ts";
import type { KnownApp } from "../model/catalog.ts";
import { sameName } from "../model/name.ts";
import { compareText } from "../model/order.ts";
import { NOT_READ_YET, type UserObservation } from "../model/observation.ts";
import type { Census, CountedApp } from "./census.ts";
import { createCounter } from "./count.ts";

/**
 * A census of what earlier runs saw.
 * @param everybody reads the store from the beginning, each time it is called
 * @param apps what is counted; null: all that anybody has
 * @param names what apps are called
 */
export async function censusOfStore(
  everybody: () => AsyncIterable<readonly Recalled[]>,
  apps: readonly CountedApp[] | null,
  names: readonly KnownApp[],
  nowMs: number,
): Promise<Pick<Census, "people" | "apps">> {
  const called = (apps ?? (await appsSeen(everybody()))).map((app) => withNames(app, names));
  const counter = createCounter(apps === null ? called.sort(byName) : called, nowMs);
  const looked = new Map<readonly string[], ReadonlySet<string>>();
  const lookedFor = (ids: readonly string[]): ReadonlySet<string> => {
    const known = looked.get(ids) ?? new Set(ids.map((id) => id.toLowerCase()));
    looked.set(ids, known);
    return known;
  };
  for await (const some of everybody())
    for (const recalled of some) {
      const ids = lookedFor(recalled.reading?.lookedFor.appIds ?? NONE);
      counter.add(observationOf(recalled), ({ catalogId, manifestId }) => has(ids, catalogId) || has(ids, manifestId));
    }
  return counter.result();
}

const NONE: readonly string[] = [];

function has(ids: ReadonlySet<string>, id: string | null): boolean {
  return id !== null && ids.has(id.toLowerCase());
}

/** A reading after which something was written is gone; when it was tried is all that is left of one that failed. */
function observationOf({ reading, triedAt }: Recalled): UserObservation {
  if (reading !== null) return reading.observation;
  return triedAt === null
    ? NOT_READ_YET
    : { state: "unreadable", detail: "the last reading is of no use", at: triedAt };
}

async function appsSeen(everybody: AsyncIterable<readonly Recalled[]>): Promise<readonly CountedApp[]> {
  const found = new Map<string, CountedApp>();
  for await (const some of everybody)
    for (const { reading } of some)
      for (const { appId, externalId, distributionMethod } of reading?.observation.installations ?? []) {
        if (found.has(appId) || distributionMethod === "sideloaded") continue;
        found.set(appId, { ...UNNAMED, catalogId: appId, manifestId: externalId });
      }
  return [...found.values()];
}

/** What somebody calls an app stays; what is not told is taken from what is known. */
function withNames(app: CountedApp, known: readonly KnownApp[]): CountedApp {
  const isIt = ({ catalogId, manifestId }: KnownApp): boolean =>
    app.catalogId === null ? sameName(manifestId, app.manifestId) : sameName(catalogId, app.catalogId);
  // An upload anew has the manifest id of the one before: which of the two is meant cannot be told.
  const [found, ...others] = known.filter(isIt);
  if (found === undefined || others.length > 0) return app;
  const { catalogId, manifestId, name, displayName } = found;
  return {
    ...app,
    catalogId: app.catalogId ?? catalogId,
    manifestId: app.manifestId ?? manifestId,
    name: app.name ?? name,
    displayName: app.displayName ?? displayName,
  };
}

function byName(one: CountedApp, other: CountedApp): number {
  return compareText(headOf(one), headOf(other)) || compareText(one.catalogId ?? "", other.catalogId ?? "");
}

function headOf({ displayName, name }: CountedApp): string {
  return (displayName ?? name ?? "\uffff").toLowerCase();
}

/** An app of which nothing is known but what somebody adds. */
export const UNNAMED: CountedApp = {
  name: null,
  catalogId: null,
  manifestId: null,
  displayName: null,
  offered: null,
  trouble: null,
};
