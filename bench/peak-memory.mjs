// Loaded before a measured process: leaves the most memory that it held at once, in kB, and its CPU time, in µs, where it is asked to.
import { writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
  const file = process.env.TRUEUP_BENCH_PEAK;
  if (file === undefined) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(file, `${maxRSS} ${userCPUTime + systemCPUTime}`);
});
