import { type Command, Help, type HelpConfiguration } from "commander";

/** Below which heading help shows a flag, in the order of the headings. Flags of the same name are about the same. */
const FLAG_GROUPS: Readonly<Record<string, readonly string[]>> = {
  "What to read:": [
    "--tenant",
    "--app",
    "--user",
    "--manifest-id",
    "--catalog-id",
    "--permission",
    "--since",
    "--definitions",
    "--from-store",
    "--consent",
    "--max-age",
    "--directory",
    "--base",
    "--git-url",
    "--git-ref",
    "--git-path",
    "--verify-signatures",
    "--workspace",
    "--file",
  ],
  "What may be done:": [
    "--apply",
    "--yes",
    "--plan",
    "--envelope",
    "--max-changes",
    "--settle",
    "--suspend-file",
    "--expires-in",
    "--envelope-slack",
    "--pipeline",
    "--reason",
    "--break",
    "--test",
    "--propose",
    "--branch-prefix",
  ],
  "What is played:": ["--simulate", "--every", "--refusals", "--removals"],
  "When, and for how long:": [
    "--once",
    "--schedule",
    "--time-zone",
    "--jitter",
    "--deadline",
    "--budget",
    "--catalog-interval",
    "--git-interval",
    "--until",
  ],
  "How it ends:": ["--detailed-exitcode", "--strict", "--check", "--verify", "--required"],
  "Output:": [
    "--format",
    "--prometheus",
    "--summary",
    "--out",
    "--html",
    "--receipt",
    "--anchor",
    "--print-roles",
    "--show-users",
    "--annotations",
    "--progress",
    "--log-format",
    "--provider",
    "--pull-request",
    "--marker",
    "--thread-status",
  ],
  "How it answers:": [
    "--port",
    "--listen",
    "--public-url",
    "--events-url",
    "--page-user-header",
    "--tls-cert",
    "--tls-key",
    "--latency",
    "--lag",
    "--throttle",
    "--no-log",
  ],
  "Sign-in and pace:": ["--auth", "--rate-share", "--limits-scale", "--concurrency"],
};

const HEADINGS = Object.keys(FLAG_GROUPS);

/** The heading of a flag by its long name; null: it has none, and a test says so. */
export function headingOf(flag: string | undefined): string | null {
  return HEADINGS.find((heading) => flag !== undefined && FLAG_GROUPS[heading]?.includes(flag)) ?? null;
}

/** Puts each flag of a command below its heading. */
export function groupFlags(command: Command): void {
  for (const option of command.options) option.helpGroup(headingOf(option.long) ?? "Options:");
}

/** How help is written: groups in one order for all commands, and no default that says nothing. */
export const HELP: HelpConfiguration = {
  groupItems: (_all, visible, groupOf) =>
    Map.groupBy(
      visible.toSorted((a, b) => placeOf(groupOf(a)) - placeOf(groupOf(b))),
      groupOf,
    ),
  optionDescription: (option) => new Help().optionDescription(option).replace(/ \(default: (?:false|\[\])\)$/, ""),
};

function placeOf(heading: string): number {
  return HEADINGS.includes(heading) ? HEADINGS.indexOf(heading) : HEADINGS.length;
}
