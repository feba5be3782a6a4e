// Looks through what the tests printed and what they keep as golden texts: no token and no secret of a test may be there.
// Plain JavaScript, since it runs under whatever Node is on the machine.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SECRETS = [
  /s3cret~value/,
  /s3cret%7Evalue/,
  /eyJ[\w-]{16,}\.[\w-]{16,}/,
  /BEGIN (RSA |EC |ENCRYPTED )?PRIVATE KEY/,
];
const PLACES = [".test-results", "test/report/golden", "test/cli/golden", "test/journeys", "examples"];

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && /\.(txt|json|log)$/.test(entry.name)) yield join(entry.parentPath ?? entry.path, entry.name);
  }
}

let looked = 0;
let found = 0;
for (const place of PLACES) {
  for (const file of filesBelow(place)) {
    looked += 1;
    const text = readFileSync(file, "utf8");
    for (const secret of SECRETS) {
      if (!secret.test(text)) continue;
      found += 1;
      console.error(`${file} holds what looks like a secret: ${secret}`);
    }
  }
}
console.log(`${looked} files of output looked through, ${found} secrets found`);
process.exit(found === 0 && looked > 0 ? 0 : 1);
