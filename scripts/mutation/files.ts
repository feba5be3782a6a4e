import process from "node:process";
import { filesOf, ROOMS } from "./rooms.ts";

/** `node scripts/mutation/files.ts [ROOM|FILE ...]`: each file that is to be changed, after its room. Nothing named: all of them. */
const named = process.argv.slice(2);
for (const [name, room] of ROOMS) {
  for (const file of filesOf(room)) {
    if (named.length === 0 || named.includes(name) || named.includes(file)) process.stdout.write(`${name} ${file}\n`);
  }
}
