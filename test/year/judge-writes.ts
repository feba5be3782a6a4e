import type { Commit } from "./commits.ts";
import type { Write } from "./graph.ts";
import { passesOf } from "./judge-passes.ts";
import { MINUTE_MS } from "./plan-of-week.ts";
import type { Violation, Week } from "./record.ts";

/** The look at git just before a pass may have taken so long. */
const LOOK_MS = 10_000;
/** A newer commit that suspends is seen within so long: by the next look, each minute. */
const SEEN_MS = MINUTE_MS + LOOK_MS;
/** The brake is asked before every write; what is under way by then is finished. */
const UNDER_WAY_MS = 5_000;
/** So long what was read of the catalog is good for. */
const CATALOG_MS = 2 * MINUTE_MS;

/** Every write is one that the newest good commit wants, of a pass that could know of it, while nothing forbade it. */
export function judgeWrites(week: Week): readonly Violation[] {
  const passes = passesOf(week.lines);
  return week.writes.flatMap((write) => {
    const pass = passes.find(({ fromMs, untilMs }) => fromMs <= write.atMs && write.atMs <= untilMs + 1_000);
    const why = pass === undefined ? "outside of every pass" : whyNot(week, write, pass.fromMs);
    if (why === null) return [];
    const what = `${write.kind} of ${write.app} for ${write.user}: ${why}`;
    return [{ judgement: "writes" as const, atMs: write.atMs, what }];
  });
}

function whyNot(week: Week, write: Write, passMs: number): string | null {
  const within = (kind: string): boolean =>
    week.troubles.some(
      (one) => one.kind === kind && one.fromMs + UNDER_WAY_MS < write.atMs && write.atMs < one.untilMs - UNDER_WAY_MS,
    );
  if (within("brake")) return "the brake is pulled";
  if (within("freeze")) return "changes are frozen";
  if (within("rival")) return "another process changes the tenant";
  if (within("blocked")) return "whether another process changes the tenant cannot be told";
  const unreached = week.troubles.some(
    ({ kind, fromMs, untilMs }) => kind === "git" && fromMs < passMs - LOOK_MS && passMs < untilMs,
  );
  if (unreached) return "git could not be reached when the pass began";
  const known = newestBetween(week.commits, passMs - LOOK_MS, passMs);
  const wrong = known.map((commit) => whyUnwanted(week, write, commit));
  if (wrong.length > 0 && wrong.every((why) => why !== null)) return wrong.at(-1) ?? null;
  const later = newestBetween(week.commits, write.atMs - SEEN_MS, write.atMs);
  const isGitAway = week.troubles.some(
    ({ kind, fromMs, untilMs }) => kind === "git" && fromMs < write.atMs && untilMs > passMs,
  );
  return !isGitAway && later.every(({ suspends, isGood }) => suspends && isGood) ? "a newer commit suspends" : null;
}

/** Those that were the newest at some moment of a time. */
export function newestBetween(commits: readonly Commit[], fromMs: number, untilMs: number): readonly Commit[] {
  return commits.filter(
    ({ atMs }, index) => atMs <= untilMs && (commits[index + 1]?.atMs ?? Number.POSITIVE_INFINITY) > fromMs,
  );
}

function whyUnwanted(week: Week, write: Write, commit: Commit): string | null {
  const wish = commit.wishes[write.app];
  if (!commit.isGood) return "the newest commit cannot be used";
  if (commit.suspends) return "the newest commit suspends";
  if (wish === undefined) return "no commit names the app";
  if (wish.suspended) return "the app is suspended";
  if (commit.protects.includes(write.user)) return "the person is protected";
  if (wish.users !== null && !wish.users.includes(write.user)) return "nobody assigned it";
  if (wish.except.includes(write.user)) return "the person is excepted";
  if ((write.kind === "remove") !== (wish.ensure === "absent")) return `the commit says ${wish.ensure}`;
  if (write.kind === "install" && wish.ensure !== "installed") return `the commit says ${wish.ensure}`;
  if (write.kind === "remove") return null;
  const isFresh = week.publications.some(
    ({ app, atMs }) => app === write.app && Math.abs(write.atMs - atMs) < CATALOG_MS,
  );
  if (isFresh) return null;
  const { range } = wish;
  if (range !== null && (write.offered < range.least || write.offered >= range.below))
    return "the version is not in the range";
  return write.consent.every((one) => wish.approved.includes(one)) ? null : "it consents to what nobody approved";
}
