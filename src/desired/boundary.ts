import { join, relative, sep } from "node:path";
import { type FileProblem, fileProblem } from "./file-problem.ts";

/** Between what a path may lead to: everything below `realBoundary`, but nothing that is hidden from `realFolder` on. */
export interface Boundary {
  readonly realFolder: string;
  readonly realBoundary: string;
}

/** How a path that must stay within a boundary leads out of it; null: it does not. */
export type Way = "outside" | "hidden" | null;

/** @param real a path with all links followed */
export function wayOut(real: string, { realFolder, realBoundary }: Boundary): Way {
  if (!isWithin(real, realBoundary)) return "outside";
  return isHidden(relative(realFolder, real)) ? "hidden" : null;
}

/** That PATH leads out of the working directory. */
export function leadsAwayProblem(path: string): FileProblem {
  return fileProblem(
    path,
    "outside-folder",
    "the path leads out of the working directory, by a link",
    "pass the path that it leads to, if that is what you mean",
  );
}

/** That a file leads to a hidden one. */
export function hidden(path: string): FileProblem {
  return fileProblem(
    path,
    "outside-folder",
    "it leads to a name that begins with a dot, where programs keep what is theirs",
    "put the file itself there, under a name without a dot in front",
  );
}

/** Whether a name on the way begins with a dot. Two dots lead upwards, or are the folders in which Kubernetes keeps what it mounts. */
function isHidden(path: string): boolean {
  return path.split(sep).some((name) => /^\.[^.]/.test(name));
}

/** Whether a path is a folder, or something below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, sep));
}
