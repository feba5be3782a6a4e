import { canonicalJson } from "../model/definition-digest.ts";
import type { PermissionKnowledge } from "../model/permission.ts";
import type { PlanRow, PlanUser, Present } from "../model/plan.ts";
import type { DriftFact } from "../model/reasons.ts";
import type { Rows } from "../model/rows.ts";
import { compact, type JsonText, needsNoEscape } from "./json-layout.ts";
import { consentJson, observationJson, type RowNotes, rowJson } from "./row-json.ts";

/**
 * Rows as text. Most rows of a plan differ in nothing but the user and what was found: what stands around these two is made
 * once, and each row is joined from pieces. It earns its place: `npm run bench -- json` takes many times as long where each
 * row is made into an object and that into text twice. A row with a name that JSON escapes is made so.
 */
export function* rowTexts<Row extends PlanRow>(rows: Rows<Row>, notesOf: (row: Row) => RowNotes): Generator<JsonText> {
  const frameOf = createFrames();
  const consentOf = rememberingConsents();
  for (const row of rows) {
    const notes = notesOf(row);
    if (isPlain(row) && notes.outcome == null) yield joined(frameOf(row, notes), row, consentOf);
    else yield jsonText(rowJson(row, notes));
  }
}

function joined({ text, canonical }: Frame, { user, observed }: PlanRow, consentOf: ConsentText): JsonText {
  const found =
    observed.state === "present"
      ? presentText(observed, consentOf(observed.consent))
      : jsonText(observationJson(observed));
  return {
    text: text[0] + userText(user) + text[1] + found.text + text[2],
    canonical: canonical[0] + found.canonical + canonical[1] + canonicalUser(user) + canonical[2],
  };
}

function jsonText(value: object): JsonText {
  return { text: compact(value), canonical: canonicalJson(value) };
}

/** Whether the values that only this row holds are written as they are. */
function isPlain({ user, observed, replaced }: PlanRow): boolean {
  if (replaced !== undefined) return false;
  const { id, userPrincipalName, asWritten } = user;
  if (!needsNoEscape(id ?? "") || !needsNoEscape(userPrincipalName ?? "") || !needsNoEscape(asWritten)) return false;
  if (observed.state !== "present") return true;
  const { version, installationId, at } = observed;
  return needsNoEscape(version ?? "") && needsNoEscape(installationId) && needsNoEscape(at);
}

function quoted(plain: string | null): string {
  return plain === null ? "null" : `"${plain}"`;
}

function userText({ id, userPrincipalName, asWritten }: PlanUser): string {
  return `{"id":${quoted(id)},"userPrincipalName":${quoted(userPrincipalName)},"asWritten":"${asWritten}"}`;
}

function canonicalUser({ id, userPrincipalName, asWritten }: PlanUser): string {
  return `{"asWritten":"${asWritten}","id":${quoted(id)},"userPrincipalName":${quoted(userPrincipalName)}}`;
}

function presentText({ version, installationId, at }: Present, consent: JsonText): JsonText {
  const [id, text] = [`"installationId":"${installationId}"`, quoted(version)];
  return {
    text: `{"state":"present","version":${text},${id},"consent":${consent.text},"at":"${at}"}`,
    canonical: `{"at":"${at}","consent":${consent.canonical},${id},"state":"present","version":${text}}`,
  };
}

/** So many different ones are remembered; where there are more, nothing is won by it. */
const MOST_REMEMBERED = 1_024;

type ConsentText = (consent: PermissionKnowledge) => JsonText;

function rememberingConsents(): ConsentText {
  const unknown = jsonText(consentJson({ state: "unknown" }));
  const known = new Map<PermissionKnowledge, JsonText>();
  return (consent) => {
    if (consent.state === "unknown") return unknown;
    const text = known.get(consent) ?? jsonText(consentJson(consent));
    if (known.size === MOST_REMEMBERED) known.clear();
    known.set(consent, text);
    return text;
  };
}

/** A row's text around the user and what was found: each form cut where these two stand, in its order. */
interface Frame {
  readonly of: PlanRow;
  readonly notes: RowNotes;
  readonly text: Pieces;
  readonly canonical: Pieces;
}

type Pieces = readonly [string, string, string];

/** Rows that were decided as one share the object that says what differs. */
function createFrames(): (row: PlanRow, notes: RowNotes) => Frame {
  const known = new Map<readonly DriftFact[], Frame[]>();
  return (row, notes) => {
    const alike = known.get(row.drift) ?? [];
    const frame = alike.find((one) => fits(one, row, notes));
    if (frame !== undefined) return frame;
    const made = makeFrame(row, notes);
    if (known.size === MOST_REMEMBERED) known.clear();
    known.set(row.drift, [made, ...alike.slice(0, MOST_ALIKE - 1)]);
    return made;
  };
}

/** What was decided as one may be held for different reasons. */
const MOST_ALIKE = 16;

function fits({ of, notes }: Frame, row: PlanRow, { way, because }: RowNotes): boolean {
  return (
    of.verdict === row.verdict &&
    of.action === row.action &&
    of.reason === row.reason &&
    of.app === row.app &&
    of.desired === row.desired &&
    of.consent === row.consent &&
    of.sources === row.sources &&
    of.move === row.move &&
    of.detail === row.detail &&
    notes.way === way &&
    notes.because === because
  );
}

function makeFrame(row: PlanRow, notes: RowNotes): Frame {
  const json = { ...rowJson(row, notes), user: HOLE, observed: HOLE };
  return {
    of: row,
    notes,
    text: cut(compact(json), '"user":', '"observed":'),
    canonical: cut(canonicalJson(json), '"observed":', '"user":'),
  };
}

/** A number: quotes within text are escaped, so that no text looks like a property that holds it. */
const HOLE = 0;

function cut(text: string, first: string, second: string): Pieces {
  const [from, to] = [text.indexOf(first + HOLE) + first.length, text.indexOf(second + HOLE) + second.length];
  return [text.slice(0, from), text.slice(from + 1, to), text.slice(to + 1)];
}
