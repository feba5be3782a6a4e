/**
 * A file as the repository names it, without `.` and `..` in the middle. It begins with `../` or `/` where it lies outside.
 * @param prefix the folder of the desired state as seen from the root of the repository; empty: the root itself
 * @param file relative to that folder, with `/`; a list of a single file may lie beside it: `../lists/people.csv`
 */
export function repositoryPath(prefix: string, file: string): string {
  const parts: string[] = [];
  for (const part of [...prefix.split("/"), ...file.split("/")]) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  const path = parts.length === 0 ? "." : parts.join("/");
  return prefix.startsWith("/") ? `/${path}` : path;
}

/** Whether a path that {@link repositoryPath} gave lies in the repository. */
export function isInRepository(path: string): boolean {
  return path !== ".." && !path.startsWith("../") && !path.startsWith("/");
}
