import { describeInOneLine } from "../../src/cli/failure.ts";
import { UsageError } from "../../src/errors.ts";
import { readPlanFile } from "../../src/plan-file/read-plan-file.ts";
import { AN_HOUR_LATER, digestByTheBook, planText, TENANT } from "../approval/plan-text.ts";
import { plan, upgrade } from "../report/builders.ts";
import type { Chance } from "./chance.ts";
import { mutateText, mutateValue } from "./mutate.ts";
import { rawIn, type Target } from "./target.ts";

const TEXT = planText(plan([upgrade()]));
const CONTENT: unknown = JSON.parse(TEXT);
const EXPECTED = { name: "plan.json", nowMs: AN_HOUR_LATER, tenantId: TENANT };

/** A plan file that somebody had in their hands; now and then somebody who computes the digest anew. */
export function planTarget(): Target {
  return {
    tryOne(chance) {
      const { text, isSealed } = changed(chance);
      try {
        readPlanFile(() => [text], EXPECTED);
        return Promise.resolve(isSealed || isSame(text) ? null : "a changed plan was accepted");
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        return Promise.resolve(rawIn(describeInOneLine(error)));
      }
    },
    close: () => Promise.resolve(),
  };
}

function changed(chance: Chance): { readonly text: string; readonly isSealed: boolean } {
  if (chance.onceIn(3)) return { text: mutateText(TEXT, [TEXT], chance), isSealed: false };
  const value = mutateValue(CONTENT, chance);
  const isSealed = isRecord(value) && chance.onceIn(2);
  return { text: JSON.stringify(isSealed ? { ...value, digest: digestByTheBook(value) } : value), isSealed };
}

/** Blanks between the values of a file say nothing. */
function isSame(text: string): boolean {
  return JSON.stringify(JSON.parse(text)) === JSON.stringify(CONTENT);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
