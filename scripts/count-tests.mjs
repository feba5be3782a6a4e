// Prints the one line that sums up a test run, from the runner's JSON report: `12 passed, 0 failed`, and `, 3 skipped` where
// there are any. Exit code 1 when anything failed. Plain JavaScript: it must also speak where the project's own Node could not be installed.
// A file that failed to load has no tests to fail, and a missing report no numbers at all; both count as a failure.
import { readFileSync } from "node:fs";

const tests = count(readReport(process.argv[2]));
console.log(`${tests.passed} passed, ${tests.failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ""}`);
if (tests.failed > 0) process.exitCode = 1;

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function count(report) {
  if (typeof report?.numPassedTests !== "number" || typeof report.numFailedTests !== "number") {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const brokenFiles = (report.testResults ?? []).filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && report.success !== true ? 1 : failed,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}
