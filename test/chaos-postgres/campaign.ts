import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pMap from "p-map";
import { load } from "../../src/desired/load.ts";
import { connect } from "../../src/store/postgres/connect.ts";
import { startServer } from "../store/postgres/databases.ts";
import { type Played, play } from "./play.ts";
import { DESIRED } from "./shared-tenant.ts";

/** Cases wait more than they compute. They share the server, so that when it is killed it is so for all of them. */
const AT_ONCE = 4;

/** Plays the cases of `cases` seeds from `seed` on, on a server of their own; `progress` is told after each. */
export async function runPostgresCampaign(
  seed: number,
  cases: number,
  progress: (done: number) => void = () => undefined,
): Promise<readonly Played[]> {
  const folder = await mkdtemp(join(tmpdir(), "trueup-chaos-postgres-"));
  const server = await startServer();
  const admin = await connect(server.address);
  try {
    await writeFile(join(folder, "policy.yaml"), DESIRED);
    const { configuration, diagnostics } = await load(folder);
    if (configuration === null) throw new Error(`the desired state is refused: ${JSON.stringify(diagnostics)}`);
    let done = 0;
    const seeds = Array.from({ length: cases }, (_, index) => seed + index);
    return await pMap(
      seeds,
      async (one): Promise<Played> => {
        const played = await play(one, server, () => admin, configuration);
        progress((done += 1));
        return played;
      },
      { concurrency: AT_ONCE },
    );
  } finally {
    await admin.close();
    await server.end();
    await rm(folder, { recursive: true, force: true });
  }
}
