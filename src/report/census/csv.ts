import type { AppCensus, Census } from "../../census/census.ts";
import { csvRow } from "../csv.ts";
import { consentText } from "./text.ts";

const COLUMNS = [
  "app",
  "displayName",
  "catalogId",
  "manifestId",
  "offered",
  "state",
  "version",
  "consent",
  "people",
  "oldestAt",
];

/** A row for each app, version and consent, and for those who do not have the app or of whom it is not known. */
export function* renderCensusCsv({ apps }: Census): Generator<string> {
  yield csvRow(COLUMNS);
  for (const app of apps) yield* appRows(app);
}

function* appRows({ app, versions, notInstalled, otherCopy, unknown }: AppCensus): Generator<string> {
  const { name, displayName, catalogId, manifestId, offered } = app;
  const start = [name, displayName, catalogId, manifestId, offered];
  for (const { version, oldestAt, consents } of versions)
    for (const { permissions, people } of consents)
      yield csvRow([...start, "installed", version, consentText(permissions), people, oldestAt]);
  const others = [
    ["not-installed", notInstalled],
    ["other-copy", otherCopy],
    ["unknown", unknown],
  ] as const;
  for (const [state, people] of others) yield csvRow([...start, state, null, null, people, null]);
}
