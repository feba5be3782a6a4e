// Reads the JSON of `npm audit` from stdin. Exit code 1: a production dependency has a finding of high or critical severity.
// A registry that does not answer, or has no audit, proves nothing: that is said and is not a failure.
import { readFileSync } from "node:fs";

const counts = readCounts(readFileSync(0, "utf8"));
if (counts === null) {
  console.log("the audit could not be reached: nothing is known about findings");
} else {
  const grave = (counts.high ?? 0) + (counts.critical ?? 0);
  console.log(`${counts.total ?? grave} findings in production dependencies, ${grave} of them high or critical`);
  if (grave > 0) process.exitCode = 1;
}

function readCounts(text) {
  try {
    const counted = JSON.parse(text)?.metadata?.vulnerabilities;
    return typeof counted === "object" ? (counted ?? null) : null;
  } catch {
    return null;
  }
}
