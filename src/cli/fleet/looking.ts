import { InternalError } from "../../errors.ts";
import type { DriftDocument, PlanDocument } from "../../plan-file/document.ts";
import type { TenantFlags } from "../options.ts";
import type { NoteDocument } from "../tenant-command.ts";
import type { Came, TenantAtWork } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";

/** The flags with which the command of one tenant looks at it: of one tenant among many, a few lines are told. */
export function flagsFor({ tenant: _tenant, ...flags }: FleetFlags, { isAlone }: TenantAtWork): TenantFlags {
  return { ...flags, user: [], progress: "line", showUsers: false, summary: !isAlone };
}

/** Looks at a tenant with the command of one tenant, and says how the tenant stands by what that found. */
export async function looking(command: (note: NoteDocument) => Promise<number>): Promise<Came> {
  const found: (PlanDocument | DriftDocument)[] = [];
  const exitCode = await command((document) => void found.push(document));
  const [document] = found;
  if (document === undefined) throw new InternalError("a tenant was looked at, and nothing was found out");
  return { exitCode, state: document.judgement.state, headline: null };
}
