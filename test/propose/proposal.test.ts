import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/model/definition-digest.ts";
import type { LockedDefinition } from "../../src/model/lock.ts";
import {
  commitMessage,
  isOwnCommit,
  labelsOf,
  markerOf,
  type Proposal,
  requestText,
} from "../../src/propose/proposal.ts";

function definition(version: string, ...values: readonly string[]): LockedDefinition {
  const parts = {
    version,
    clientAppId: "fdebf36e-0000-4000-8000-000000000001",
    permissions: values.map((value) => ({ value, type: "application" }) as const),
    bot: false,
  };
  return {
    ...parts,
    catalogId: "0d820ecd-0000-4000-8000-000000000002",
    digest: digestOf(parts),
    firstSeen: "2026-01-01T00:00:00.000Z",
  };
}

const proposal = (after: LockedDefinition): Proposal => ({
  change: { app: "expenses", kind: "changed", class: "more-consent", before: definition("2.4.0"), after },
  class: "more-consent",
  lockPath: "teams/trueup.lock",
  approved: [],
  reach: { state: "unknown", why: "the role is missing" },
});

describe("the text of a proposal", () => {
  it("does nothing, whatever the catalog names", () => {
    const after = definition(
      "2.5.0-`x`@everyone",
      "@contoso/all",
      "](https://evil.example)",
      "<img src=x>",
      "a\n/merge\n#1",
    );
    const { title, body } = requestText(proposal(after), 65_536, "pull request");
    expect(title).not.toMatch(/[\n`]/);
    const outside = body
      .split("\n")
      .slice(1)
      .join("\n")
      .replaceAll(/`[^`\n]*`/g, "");
    expect(outside).not.toMatch(/@|<|\]\(|^\/|#1/m);
  });

  it("says first what identity gets the consent, and that people are not known", () => {
    const after = { ...definition("2.5.0"), clientAppId: "fdebf36e-0000-4000-8000-000000000009", bot: true };
    const { body } = requestText(proposal(after), 65_536, "pull request");
    expect(body).toContain("- the consent goes to `fdebf36e-0000-4000-8000-000000000009`, before to `fdebf36e-");
    expect(body).toContain("- it holds a bot: it may talk to people\n- it requires no permission");
    expect(body).toContain("**Reaches:** not known: the role is missing.");
  });

  it.each([4_000, 1_200, 65_536])("fits into %d characters, and says what it leaves out", (longest) => {
    const values = Array.from({ length: 80 }, (_, index) => `TeamsAppInstallation.Read${index}.User`);
    const { body } = requestText(proposal(definition("2.5.0", ...values)), longest, "pull request");
    const named = values.filter((value) => body.includes(`- wants ${value}`)).length;
    if (named < 80)
      expect(body).toMatch(new RegExp(`- and ${80 - named} more lines: see the file|too long for this text`));
    if (longest > 1_200) expect(body.length).toBeLessThanOrEqual(longest);
    expect(markerOf(body)).toMatchObject({ app: "expenses", lockPath: "teams/trueup.lock", state: "open" });
  });

  it("marks for a robot the same consent alone", () => {
    const classes = ["new-catalog-id", "new-identity", "same-version-other-permissions", "more-consent"] as const;
    for (const one of [...classes, "new-bot", "less-consent"] as const)
      expect(labelsOf({ class: one })).toEqual(["trueup-lock", `trueup-${one}`]);
    expect(labelsOf({ class: "same-consent" })).toContain("trueup-robot-may-merge");
  });
});

describe("a commit of ours", () => {
  it("is known by the file that it says it holds", () => {
    const message = commitMessage(proposal(definition("2.5.0", "TeamsActivity.Send.User")), "the file\n");
    expect(message.split("\n")[0]).toBe("lock: expenses 2.4.0 -> 2.5.0, more-consent");
    expect(isOwnCommit(message, "the file\n")).toBe(true);
    expect(isOwnCommit(message, "another\n")).toBe(false);
    expect(isOwnCommit(message, null)).toBe(false);
    expect(isOwnCommit("by hand", "the file\n")).toBe(false);
  });
});
