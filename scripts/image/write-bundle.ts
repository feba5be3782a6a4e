import { chmod, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, rolldown } from "rolldown";
import { licencesOf, type Package } from "./licences.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What a bundle is made of. */
export interface Bundle {
  /** Names of the files, within the folder. */
  readonly files: readonly string[];
  readonly packages: readonly Package[];
}

/**
 * Bundles the command line and the health check with all packages they use: `trueup.mjs`, `healthcheck.mjs`, the parts
 * that both load when they need them, and `licences.txt`. What is read at run time (`package.json`, `examples`) has to be
 * beside the folder, as it is beside `src`.
 * @throws Error for an import that cannot be resolved: it would be missed at run time
 */
export async function writeBundle(folder: string): Promise<Bundle> {
  const build = await rolldown({
    cwd: ROOT,
    input: {
      trueup: join(ROOT, "src/cli/main.ts"),
      healthcheck: join(ROOT, "scripts/image/healthcheck.ts"),
    },
    platform: "node",
    plugins: [placesAsInTheCheckout()],
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message);
    },
  });
  const { output } = await build.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name].mjs",
  });
  await build.close();
  await chmod(join(folder, "trueup.mjs"), 0o755);
  const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  const { packages, text } = await licencesOf(modules);
  await writeFile(join(folder, "licences.txt"), text);
  return { files: [...output.map(({ fileName }) => fileName), "licences.txt"], packages };
}

/** All files are in one folder, and `import.meta.url` stays that of the source file, as if it were beside the bundle: what is read relative to it is found. */
function placesAsInTheCheckout(): Plugin {
  return {
    name: "places-as-in-the-checkout",
    transform(code, id) {
      const path = relative(ROOT, id);
      if (!path.startsWith("src/") || !code.includes("import.meta.url")) return null;
      return code.replaceAll("import.meta.url", `new URL(${JSON.stringify(`../${path}`)}, import.meta.url).href`);
    },
  };
}
