import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Where people and machines read which version this is. */
const PLACES = ["Dockerfile", "README.md", "action.yml", "deploy", "docs", "examples"];

/** `trueup:0.1.0`, `newTag: 0.1.0`, `trueup@0.1.0`, a label of the image. */
const NAMED = /(?:trueup[:@]v?|newTag: v?|image\.version="?v?)(\d+\.\d+\.\d+)/g;

/** `FILE:LINE: text` of each place that names the image or the package by another version, or by one with a `v`. */
export function otherVersions(version: string): readonly string[] {
  return PLACES.flatMap(filesUnder).flatMap((path) =>
    readFileSync(ROOT + path, "utf8")
      .split("\n")
      .flatMap((line, index) =>
        [...line.matchAll(NAMED)]
          .filter(([text, named]) => named !== version || text.endsWith(`v${version}`))
          .map(([text]) => `${path}:${index + 1}: ${text}`),
      ),
  );
}

function filesUnder(path: string): readonly string[] {
  if (path.includes(".")) return [path];
  if (path === "Dockerfile") return [path];
  return readdirSync(ROOT + path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(md|ya?ml|json)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length));
}
