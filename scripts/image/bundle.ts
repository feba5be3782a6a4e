// Puts the program into few files, for the image: node scripts/image/bundle.ts FOLDER
import process from "node:process";
import { writeBundle } from "./write-bundle.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("give the folder that the files go into: node scripts/image/bundle.ts FOLDER\n");
  process.exitCode = 1;
} else {
  const { files, packages } = await writeBundle(folder);
  process.stdout.write(`${files.length} files in ${folder}, of TrueUp and ${packages.length} packages\n`);
}
