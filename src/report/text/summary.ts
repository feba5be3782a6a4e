import type { TenantReport } from "../facts/headline.ts";
import { headingSection } from "./heading.ts";
import type { Style } from "./layout.ts";
import { targetsSection, untoldAppsSection } from "./not-acting.ts";
import { perAppSection } from "./per-app.ts";
import { reviewSections } from "./plan.ts";

/** The verdict, what must not be missed, and a line for each app. */
export function* summarySections(document: TenantReport, style: Style): Generator<Iterable<string>> {
  yield headingSection(document, style);
  if (document.kind === "plan") yield* reviewSections(document, style);
  yield perAppSection(document, style);
  yield untoldAppsSection(document.judgement, style);
  yield targetsSection(document.judgement, style);
}
