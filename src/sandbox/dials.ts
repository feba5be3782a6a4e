import { defaultDials } from "./schema-check.ts";
import type { Dials as FileDials } from "./schema.d.ts";

/** What no source settles, or what differs from tenant to tenant; `docs/sandbox.md` has a line for each. */
export type Dials = Required<FileDials>;

/** The dials of a sandbox that was told nothing. */
export const DEFAULT_DIALS: Dials = defaultDials();
