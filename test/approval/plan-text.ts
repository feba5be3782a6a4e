import { createHash } from "node:crypto";
import type { Plan } from "../../src/model/plan.ts";
import { DEFAULT_REVIEW, type ForReview, planDocument, type ReportHeader } from "../../src/plan-file/document.ts";
import type { ApprovedPlan } from "../../src/plan-file/read-plan-file.ts";
import { readPlanFile } from "../../src/plan-file/read-plan-file.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { AT, header } from "../report/builders.ts";

export const TENANT = "3f6c1f0e-0000-4000-8000-000000000001";
/** The digest of the desired state that the plans of these tests are made of. */
export const DIGEST = header().source.digest;
export const AN_HOUR_LATER = Date.parse(AT) + 3_600_000;

/** The file that `plan --out` writes. */
export function planText(plan: Plan, facts: Partial<ReportHeader> = {}, review: Partial<ForReview> = {}): string {
  return [...renderJson(planDocument(plan, header(facts), [], { ...DEFAULT_REVIEW, ...review }))].join("");
}

/** The plan, reviewed: written to a file and read again an hour later. */
export function reviewed(plan: Plan, review: Partial<ForReview> = {}): ApprovedPlan {
  return readPlanFile(() => [planText(plan, {}, review)], {
    name: "plan.json",
    nowMs: AN_HOUR_LATER,
    tenantId: TENANT,
  });
}

/** Changes one value of a file, by its path such as `rows.0.user.id`. */
export type Edit = (file: Record<string, unknown>) => void;

/** Puts a value in the place that the path leads to; undefined takes away what is there. */
export function put(path: string, value: unknown): Edit {
  return replace(path, () => value);
}

/** Adds an item to the list that the path leads to. */
export function append(path: string, item: unknown): Edit {
  return replace(path, (list) => (Array.isArray(list) ? [...list, item] : [item]));
}

/** Adds the first item of a list to it once more. */
export function repeatFirst(path: string): Edit {
  return replace(path, (list) => (Array.isArray(list) ? [...list, list[0]] : list));
}

function replace(path: string, make: (before: unknown) => unknown): Edit {
  return (file) => {
    const names = path.split(".");
    const last = names.pop() ?? "";
    const holder = names.reduce<unknown>((place, name) => (isRecord(place) ? place[name] : undefined), file);
    if (!isRecord(holder)) throw new Error(`nothing is at ${path}`);
    holder[last] = make(holder[last]);
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What a person can do to a file: changes its content, and may compute the digest anew as the documentation says. */
export function edited(text: string, edit: Edit, seal: "sealed" | "unsealed"): string {
  const file: Record<string, unknown> = JSON.parse(text);
  edit(file);
  if (seal === "sealed") file["digest"] = digestByTheBook(file);
  return JSON.stringify(file);
}

/** The digest as `docs/approval.md` describes it, and nothing of the code that makes it. */
export function digestByTheBook(file: Record<string, unknown>): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, part]) => [name, sorted(part)]),
    );
  };
  const { digest: _, ...content } = file;
  return `sha256:${createHash("sha256")
    .update(JSON.stringify(sorted(content)))
    .digest("hex")}`;
}
