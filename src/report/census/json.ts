import type { Census } from "../../census/census.ts";
import { spread } from "../../plan-file/json-layout.ts";

/** What moves by semantic versioning when the JSON of a census changes. */
const FORMAT_VERSION = "1.0";

/** The census as JSON, the same bytes for the same census. */
export function renderCensusJson({ createdAt, tenantId, fromStore, people, apps }: Census): readonly string[] {
  const written = apps.map(({ app, versions, notInstalled, otherCopy, unknown }) => ({
    ...app,
    versions,
    notInstalled,
    otherCopy,
    unknown,
  }));
  const head = { formatVersion: FORMAT_VERSION, kind: "census", createdAt, tenantId, fromStore };
  return [`${spread({ ...head, people, apps: written })}\n`];
}
