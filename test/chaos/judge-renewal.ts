import type { SandboxInstallation } from "../../src/sandbox/state.ts";
import type { Exchange } from "./exchanges.ts";
import type { CaseRecord, RunRecord } from "./run-case.ts";
import { copyIdOf } from "./tenant-of.ts";
import { report, type Violation } from "./violation.ts";
import type { ManagedApp } from "./world.ts";

/**
 * Worlds of replaced copies and repaired consents. Whatever happens, nobody loses a copy before the app is there, nobody is
 * left without the app for the sake of its consent, and nothing is called fine that is not.
 */
export function judgeRenewal(record: CaseRecord): readonly Violation[] {
  const { service } = record;
  const [app] = service.epochs[0].world.apps;
  if (app === undefined) return [];
  return [
    ...service.exchanges.flatMap((exchange) =>
      wrongRemoval(record, app, exchange).map((why) => report("renewal", `seq ${exchange.seq}: ${why}`)),
    ),
    ...record.runs.filter(({ kind }) => kind === "last").flatMap((run) => judgeEnd(record, app, run)),
  ];
}

function wrongRemoval({ setting, service }: CaseRecord, app: ManagedApp, exchange: Exchange): readonly string[] {
  const { effect, question } = exchange;
  if (question !== "uninstall" || effect === null) return [];
  const gone = effect.before.filter(({ id }) => effect.after.every((one) => one.id !== id));
  if (app.renewal === "replace") {
    return [
      ...(gone.every(isOf(copyIdOf(app))) ? [] : ["something else than the copy was removed"]),
      ...(effect.before.some(isOf(app.catalogId)) ? [] : ["the copy was removed, and the app is not there"]),
    ];
  }
  if (app.renewal !== "reinstall") return ["something was removed"];
  const [assigned] = service.epochs[0].world.assigned;
  const mayBeCutOff = !setting.usesStore && assigned?.ensure === "upgraded";
  return mayBeCutOff ? ["an app was removed that no later run would bring back"] : [];
}

/** Calm has lasted for many runs: no row may be called fine whose person has a copy, or lost the app. */
function judgeEnd(record: CaseRecord, app: ManagedApp, { ending, holdings, run }: RunRecord): readonly Violation[] {
  if (ending === "killed") return [report("renewal", `run ${run} was killed in calm weather`)];
  // A token that may not consent ends the run before it begins.
  if ("error" in ending) return [];
  // What the catalog does not offer any more cannot be brought back.
  if (record.world().apps[0]?.definitions === null) return [];
  const isForgetful = record.mishaps.some((kind) => kind === "disk-full" || kind === "store-locked");
  return ending.result.rows.flatMap(({ user, verdict, action, outcome }) => {
    const now = holdings.get(user.id ?? "") ?? [];
    const before = record.service.epochs[0].world.held.filter((held) => held.user === user.id);
    const what = `run ${run}: ${user.asWritten}`;
    if (outcome?.code === "blocked-by-policy") return [];
    if (verdict === "act" && app.renewal === "replace") return [report("renewal", `${what}: ${action} is still due`)];
    if (verdict !== "nothing") return [];
    if (app.renewal === "replace" && now.some(isOf(copyIdOf(app)))) return [report("renewal", `${what}: has the copy`)];
    // What the last write left is gone: somebody else took it away.
    const last = record.service.exchanges.findLast(({ userId, effect }) => userId === user.id && effect !== null);
    if (last?.effect?.after.some(isOf(app.catalogId)) === true) return [];
    const hadIt = before.some(({ copy }) => !copy) || (app.renewal === "replace" && before.length > 0);
    return hadIt && !now.some(isOf(app.catalogId)) && !isForgetful ? [report("renewal", `${what}: lost the app`)] : [];
  });
}

function isOf(id: string): (installation: SandboxInstallation) => boolean {
  return ({ app }) => app.id === id;
}
