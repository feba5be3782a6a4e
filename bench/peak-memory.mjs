// Loaded before a measured process: leaves the most memory that it held at once, in kB, where it is asked to.
import { writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
  const file = process.env.TRUEUP_BENCH_PEAK;
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
