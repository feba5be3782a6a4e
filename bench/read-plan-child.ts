import process from "node:process";
import { readPlanFile } from "../src/plan-file/read-plan-file.ts";
import { openReviewedPlan } from "../src/session/reviewed-plan.ts";

/** Reads a plan file as `apply --plan` does: its checks, and then its rows once more. */
const [name = "", now] = process.argv.slice(2);
const file = await openReviewedPlan(name, "exact");
const { rows } = readPlanFile(file.text, { name, nowMs: Number(now), tenantId: null });
let acting = 0;
for (const { verdict } of rows()) if (verdict === "act") acting += 1;
file.close();
if (acting === 0) throw new Error("nothing was read");
