// Prints what a release says of itself, from CHANGELOG.md: node scripts/release/notes.ts 0.1.0
import { readFileSync } from "node:fs";
import process from "node:process";
import { notesOf } from "./changelog.ts";

const changelog = readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8");
process.stdout.write(notesOf(changelog, process.argv[2] ?? ""));
