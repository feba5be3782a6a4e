import { describe, expect, it } from "vitest";
import type { Target, User } from "../../src/model/desired.ts";
import { type ExplainedAssignment, type Explanation, renderExplanation } from "../../src/report/explain.ts";
import { present, row, SEND, target } from "./builders.ts";

const BAD = "a\u001B]0;title\u0007\u009B31m\u202E\nb##vso[task.complete]##[error]";
const SHOWN = "a\uFFFD]0;title\uFFFD\uFFFD31m\uFFFD\uFFFDb#\uFFFDvso[task.complete]#\uFFFD[error]";
const PLACE = { file: BAD, line: 4, column: 5 };
const USER: User = { id: "id", userPrincipalName: BAD, asWritten: BAD, account: { state: "eligible" } };
const GROUP: Target = target({ name: BAD, detail: BAD, state: "unreadable", source: PLACE });
const ASSIGNMENT: ExplainedAssignment = {
  assignment: {
    app: BAD,
    ensure: "upgraded",
    version: { text: BAD, latest: false, alternatives: null },
    priority: 0,
    source: PLACE,
  },
  rank: 1,
  standing: "won",
  ways: [{ target: GROUP, holds: "unknown" }],
  exceptions: [{ target: GROUP, holds: "no" }],
};
const EXPLANATION: Explanation = {
  userName: BAD,
  user: USER,
  app: BAD,
  setting: { policySuspended: false, applies: true },
  wayOut: { at: [PLACE], todo: BAD, owner: BAD },
  ring: null,
  assignments: [ASSIGNMENT],
  considered: [{ number: 1, when: "always" }],
  row: row({
    app: BAD,
    observed: present(BAD),
    verdict: "blocked",
    reason: "unreadable",
    move: "trueup",
    detail: BAD,
    consent: [{ ...SEND, value: BAD }],
  }),
  done: null,
};

function lines(explanation: Explanation): readonly string[] {
  return [...renderExplanation(explanation, { color: false })].join("").split("\n");
}

describe("no name of the tenant or of a file is obeyed by who reads an explanation", () => {
  it("of a decision", () => {
    expect(lines(EXPLANATION)).toEqual([
      `${SHOWN} for ${SHOWN}`,
      "",
      "Assignments of the app",
      `  ${SHOWN}:4  upgraded "${SHOWN}": decides`,
      `      to group "${SHOWN}" (${SHOWN}:4): was not read to its end, so it might hold the user (${SHOWN})`,
      `      except group "${SHOWN}" (${SHOWN}:4): does not hold the user`,
      "",
      "Rules, in order; the first that applies decides",
      "   1  yes  always",
      "",
      `Installed: ${SHOWN}, read at 2026-01-05T08:00:00.000Z`,
      "Drift: none",
      "Verdict: blocked",
      expect.stringContaining("(unreadable)"),
      `  ${SHOWN}`,
      `  with consent: ${SHOWN} (application)`,
      expect.stringContaining("who has to act: "),
      `  to do: ${SHOWN}:4: ${SHOWN}; ask the owner, ${SHOWN}`,
      "",
      "Done and granted by TrueUp",
      "  that cannot be told, since there is no store of this tenant",
      "",
    ]);
  });

  it("of consent that nobody may mend but the app's owner", () => {
    const differing = row({ app: "expenses", drift: ["consent-narrower"] });
    const owners = new Map([["expenses", "@contoso/expenses"]]);
    const setting = { policySuspended: false, applies: true, owners };
    expect(lines({ ...EXPLANATION, setting, row: differing }).join("\n")).toMatch(
      /who has to act: the owner of the app, @contoso\/expenses/,
    );
    expect(lines({ ...EXPLANATION, setting, row: row({ app: "expenses" }) }).join("\n")).not.toContain(
      "who has to act",
    );
  });

  it("that nothing is decided", () => {
    expect(lines({ ...EXPLANATION, user: null, assignments: [], considered: [], row: null })).toEqual([
      `${SHOWN} for ${SHOWN}`,
      "",
      "Assignments of the app",
      "  none",
      "",
      `No assignment counts for this user, so TrueUp does not manage ${SHOWN} for them and never touches it.`,
      "",
      "Done and granted by TrueUp",
      "  that cannot be told, since there is no store of this tenant",
      "",
    ]);
  });
});
