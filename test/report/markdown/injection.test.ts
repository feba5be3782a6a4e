import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { driftDocument, planDocument, resultDocument } from "../../../src/plan-file/document.ts";
import { createPeople } from "../../../src/report/facts/people.ts";
import { inert, SENTENCE_LENGTH } from "../../../src/report/facts/inert.ts";
import { renderMarkdown } from "../../../src/report/markdown.ts";
import {
  app,
  blocked,
  ended,
  header,
  held,
  hiddenGroup,
  outcome,
  plan,
  present,
  result,
  row,
  upgrade,
  WARNING,
} from "../builders.ts";
import { RATES } from "../worlds.ts";
import { ATTACKS } from "./attacks.ts";
import { codeTexts, RENDERERS, skeleton } from "./rendered.ts";
import { IDENTITY } from "../../definitions.ts";
import { firstOf, shareOf } from "../../share.ts";

/** Reports in which everything that is data, wherever it comes from, is this text. */
function reportsOf(data: string) {
  const user = { id: data, userPrincipalName: data, asWritten: data };
  const permission = { value: data, type: "delegated" as const };
  const desired = { ensure: "upgraded" as const, version: data };
  const changed = { user, app: data, desired, consent: [permission], observed: present(data, [permission]) };
  const rows = [
    upgrade({ ...changed, observed: present(data) }),
    held(upgrade(changed), "change-limit", data),
    blocked("cannot-downgrade", { ...changed, detail: data }),
    row({ ...changed, drift: ["consent-wider", "ahead"] }),
  ];
  const whole = plan(rows, {
    apps: [
      app({
        name: data,
        displayName: data,
        offered: { version: data, permissions: [permission], identity: IDENTITY },
        lacking: [permission],
        unused: [permission],
      }),
    ],
    targets: [hiddenGroup({ name: data, detail: data, source: { file: data, line: 1, column: 1 } })],
    filters: { apps: [data], users: [data] },
  });
  const head = header({ tenantId: data, source: { path: data, commit: data, digest: data } });
  const diagnostics = [{ ...WARNING, message: data, hint: data, file: data }];
  const failed = outcome("failed", "refused", { message: data, requestId: data });
  const proof = [
    { claim: data, holds: false, counterexamples: [data] },
    { claim: data, holds: true, counterexamples: [] },
  ];
  return [
    planDocument(whole, head, diagnostics, { goodForMs: 1, slack: { kind: "count", count: 0 }, proof, base: null }),
    driftDocument(whole, head, diagnostics),
    resultDocument(
      result(
        rows.map((one) => ended(one, one.verdict === "act" ? failed : null)),
        { ...whole, rows: [] },
      ),
      head,
      diagnostics,
    ),
  ];
}

function markdownOf(data: string): readonly string[] {
  const people = createPeople({ showUsers: true, key: null });
  return reportsOf(data).map((document) =>
    [
      ...renderMarkdown(document, { rates: RATES, people, wholeAt: data, marker: data.slice(0, 20).toWellFormed() }),
    ].join(""),
  );
}

/** The first line is the marker, which is the one place where data is not shown. */
function withoutMarker(html: string): string {
  return html.replace(/^<!-- \S* -->/, "");
}

const hostile = fc.oneof(
  fc.constantFrom(...Object.values(ATTACKS)),
  fc
    .array(fc.constantFrom(...Array.from("`|\\*_~#<>&[](){}!@$:/-\n\t a1")), { minLength: 1, maxLength: 30 })
    .map((all) => all.join("")),
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }),
);

describe.each(Object.entries(RENDERERS))("reports full of hostile text, as %s renders them", (_renderer, render) => {
  const honest = markdownOf("x").map((text) => skeleton(withoutMarker(render(text))));

  /** Whatever of the data is more than text. */
  function harm(data: string): readonly string[] {
    fc.pre(!/^\p{Zs}*$/u.test(inert(data)));
    const shown = new Set([inert(data), inert(data, SENTENCE_LENGTH), inert(`${data}:1`), inert(`${data}:9`)]);
    return markdownOf(data).flatMap((text, index) => {
      const html = withoutMarker(render(text));
      const strange = codeTexts(html).filter(
        (one) => !shown.has(one) && !OWN.test(one) && one !== inert(`${TODO.exec(one)?.[0]}${data}`, SENTENCE_LENGTH),
      );
      // The same elements, attributes and words, whatever the data.
      return skeleton(html) === honest[index] ? strange : [skeleton(html), ...strange];
    });
  }

  it.each(firstOf(Object.entries(ATTACKS), 6))("%s changes nothing but the text", (_name, data) => {
    expect(harm(data)).toEqual([]);
  });

  it("change nothing but the text, whatever it is", () => {
    fc.assert(
      fc.property(hostile, (data) => {
        expect(harm(data)).toEqual([]);
      }),
      { numRuns: shareOf(60) },
    );
  });
});

/** What is to be written where goes before the data of a row that is blocked. */
const TODO = /^(?:write a range that holds |if it is right, add to permissions: )/;

/** Code spans of the template, and values that are not text. */
const OWN =
  /^(?:--show-users|\d+%?|assignments\/finance\.yaml:4|raise policy\.maxChanges|if so many are meant, write policy\.maxChanges: \d+)$/;
