import type { EventFacts, KeptReceipt, WriteFacts } from "../../model/receipt.ts";
import { OUTCOME_CODES } from "../../model/reasons.ts";
import type { ReadReceipt } from "../../receipts/read-receipt.ts";
import { printable } from "../facts/printable.ts";
import { permissionText } from "../facts/wording.ts";
import { setLine, styleFor, USUAL_COLUMNS } from "../text/layout.ts";

/** How a history is shown. */
interface TextOptions {
  readonly color: boolean;
  /** Null: no terminal, or it does not tell. */
  readonly columns: number | null;
}

/** One receipt for people, line by line. */
export function* renderReceipt(receipt: ReadReceipt, { color, columns }: TextOptions): Generator<string> {
  const style = styleFor(color);
  const [head = "", ...more] = receiptLines(receipt);
  const width = columns ?? USUAL_COLUMNS;
  const lines = [...setLine(head, width).map(style.title), ...more.flatMap((line) => setLine(line, width))];
  for (const line of lines) yield `${line}\n`;
}

/** What a receipt says, the most important in the first line. */
export function receiptLines({ kept, facts, person }: ReadReceipt): readonly string[] {
  if (facts === null) return [`receipt ${kept.number} cannot be read: run trueup history --verify`];
  const lines = facts.kind === "write" ? writeLines(facts, whoIs(kept, person)) : eventLines(facts);
  return lines.map(printable);
}

function writeLines(facts: WriteFacts, who: string): readonly string[] {
  const { at, app, action, replaced, outcome, commit } = facts;
  const { code, message, requestId } = outcome;
  const request = requestId === null ? [] : [`request-id ${requestId}`];
  return [
    `${shortTime(at)}  ${who}  ${app.name}: ${stepText(facts)}  ${outcome.status}`,
    ...(replaced != null && action === "uninstall" ? [`  the earlier upload ${replaced.id}`] : []),
    ...grantLines(facts),
    ...(code === null
      ? []
      : [
          `  ${code}: ${message ?? (Object.hasOwn(OUTCOME_CODES, code) ? OUTCOME_CODES[code].sentence : "not a code of this version")}`,
        ]),
    ...(facts.recovered ? ["  added by a later run: the one that wrote was killed"] : []),
    `  ${[`commit in use ${shortId(commit)}`, ...request].join(", ")}`,
  ];
}

/** What a write granted, to whom, and who approved it; nothing where it sent no consent. */
export function grantLines({ consent, consentTo, approvals }: WriteFacts): readonly string[] {
  if (consent.length === 0) return [];
  const to = consentTo === null ? "" : ` to ${consentTo}`;
  const approved = approvals.map(({ value, file, line, commit, commitUnknown }) => {
    const why = commitUnknown === undefined ? "" : `: ${commitUnknown}`;
    const by =
      commit === null ? `the commit that approved it is not known${why}` : `approved by commit ${shortId(commit)}`;
    return `  ${value}: ${file}:${line}, ${by}`;
  });
  return [`  consent ${consent.map(permissionText).join(", ")}${to}`, ...approved];
}

/** `upgrade 2.1.0 -> 2.4.0`, `uninstall 2.4.0 (part of reinstall)` */
export function stepText({ action, partOf, from, to }: WriteFacts): string {
  const versions = from !== null && to !== null ? `${from} -> ${to}` : (from ?? to);
  const whole = partOf == null ? null : `(part of ${partOf})`;
  return [action, versions, whole].filter((part) => part !== null).join(" ");
}

function eventLines({ at, event, app, by, detail }: EventFacts): readonly string[] {
  const about = app === null ? "" : `  ${app.name}`;
  const who = by === null ? "" : ` by ${by}`;
  return [`${shortTime(at)}${about}  ${event}${who}`, ...(detail === null ? [] : [`  ${detail}`])];
}

/** The name of whom a receipt is about, as far as the store still knows it. */
export function whoIs({ person }: KeptReceipt, hash: string | null): string {
  if (person !== null) return person.userPrincipalName ?? person.id;
  return hash === null ? "nobody" : `somebody who was forgotten (${hash.slice(7, 15)})`;
}

/** `2026-01-05 08:00:04`, UTC. */
export function shortTime(at: string): string {
  return at.slice(0, 19).replace("T", " ");
}

function shortId(commit: string | null): string {
  return commit === null ? "none" : commit.slice(0, 12);
}
