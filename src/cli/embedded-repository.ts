import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A folder that git would take for a repository, in words for people. */
export interface EmbeddedRepository {
  readonly message: string;
  readonly hint: string;
}

/**
 * Whether git, on its way up from a folder, would come across files that look like a bare repository before it comes to the
 * top of the checkout. A commit can hold such files, but no `.git`: with them its author would choose the settings of git, and
 * which commit a name stands for. `safe.bareRepository` keeps git from it only from 2.38 on.
 * What makes a folder a repository: https://git-scm.com/docs/gitrepository-layout
 *
 * @param folder links followed
 */
export async function embeddedRepository(folder: string): Promise<EmbeddedRepository | null> {
  if (await isThere(folder, ".git")) return null;
  if (await looksLikeRepository(folder)) {
    return {
      message: `${folder} holds files by which git takes it for a repository of its own: HEAD, with refs or commondir`,
      hint: "remove them, and ask who added them: they can run commands here, and hide a change from its review",
    };
  }
  const above = dirname(folder);
  return above === folder ? null : embeddedRepository(above);
}

/** In place of `refs` and `objects`, a file `commondir` may say where they are; and a variable, where the objects are. */
async function looksLikeRepository(folder: string): Promise<boolean> {
  return (await isThere(folder, "HEAD")) && ((await isThere(folder, "refs")) || (await isThere(folder, "commondir")));
}

/** A link counts, wherever it leads: HEAD may be one that leads nowhere. */
function isThere(folder: string, name: string): Promise<boolean> {
  return lstat(join(folder, name)).then(
    () => true,
    () => false,
  );
}
