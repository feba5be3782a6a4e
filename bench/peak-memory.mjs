// Loaded before a measured process: leaves the most memory that it held at once, in kB, and its CPU time, in µs, where it is asked to.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
  const file = process.env.TRUEUP_BENCH_PEAK;
  if (file === undefined) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(file, `${ownPeak() ?? maxRSS} ${userCPUTime + systemCPUTime}`);
});

/**
 * On Linux maxRSS begins with what the process held that started this one (`exec_mmap` in
 * https://github.com/torvalds/linux/blob/master/fs/exec.c): a bare Node says 605 MB where its parent held 600. VmHWM is of this
 * process alone: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function ownPeak() {
  if (process.platform !== "linux") return null;
  return /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? null;
}
