// Prints the names of a release as outputs of a step: node scripts/release/names.ts TAG IMAGE
// Ends with 1 where the tag, package.json, the changelog or a file that names the version says something else.
import { readFileSync } from "node:fs";
import process from "node:process";
import { packageVersion } from "../../src/cli/version.ts";
import { notesOf } from "./changelog.ts";
import { otherVersions } from "./named-versions.ts";
import { releaseNames } from "./release-names.ts";

const [tag = "", image = ""] = process.argv.slice(2);
const names = releaseNames(tag, packageVersion(), image);
notesOf(readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8"), names.version);
const others = otherVersions(names.version);
if (others.length > 0)
  throw new Error(`these places name another version than ${names.version}:\n${others.join("\n")}`);
process.stdout.write(`version=${names.version}\nmoving=${names.moving}\n`);
process.stdout.write(`image-tags=${names.imageTags.join(",")}\n`);
