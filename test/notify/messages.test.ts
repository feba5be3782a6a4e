import { describe, expect, it } from "vitest";
import { teamsBody } from "../../src/notify/adaptive-card.ts";
import { watchChanges } from "../../src/notify/change.ts";
import { cloudEventBody } from "../../src/notify/cloud-event.ts";
import { type Message, messageOf } from "../../src/notify/message.ts";
import { slackBody } from "../../src/notify/slack.ts";
import { stateOf } from "../../src/notify/state.ts";
import { app, blocked, ended, forEach, outcome, people, plan, result, row, upgrade } from "../report/builders.ts";
import { COUNTED, type Ending, FINE, reportOf } from "./watching.ts";

const ORIGIN = {
  tenantId: "3f6c1f0e-0000-4000-8000-000000000001",
  source: "https://git.contoso.com/apps at main",
  page: null,
};

/** The message after the last of these passes. */
function message(...endings: readonly Ending[]): Message {
  const watch = watchChanges();
  const changes = endings.map((ending, index) => {
    const state = stateOf(reportOf(ending, index + 1), { ...FINE, ...ending.standing }, COUNTED);
    return watch.note(state);
  });
  const last = changes.at(-1) ?? null;
  if (last === null) throw new Error("nothing is said");
  return messageOf(last, "0b0c0d0e-0000-4000-8000-000000000009", ORIGIN);
}

function textOf({ title, lines }: Message): readonly string[] {
  return [title, ...lines.map((pieces) => pieces.map(({ text }) => text).join(""))];
}

const WELL: Ending = { plan: plan([row()]) };
const STUCK: Ending = {
  outcome: "not-converged",
  plan: plan(forEach(people(212), blocked("permissions-not-approved", { detail: "lacking CameraStream.Read.User" }))),
};

describe("a message of a controller whose page people can see", () => {
  const page = "https://trueup.contoso.com/teams/";
  const linked = { ...message(WELL, { ...WELL, standing: { suspended: "stop" } }), origin: { ...ORIGIN, page } };

  it("leads there, in each form", () => {
    const card = JSON.parse(teamsBody(linked)).attachments[0].content;
    expect(card.actions).toEqual([{ type: "Action.OpenUrl", title: "Status page", url: page }]);
    expect(JSON.parse(slackBody(linked)).blocks.at(-1).text.text).toBe(`<${page}|Status page>`);
  });

  it("leads nowhere without one", () => {
    const plain = { ...linked, origin: ORIGIN };
    expect(JSON.parse(teamsBody(plain)).attachments[0].content).not.toHaveProperty("actions");
    expect(slackBody(plain)).not.toContain("Status page");
  });
});

describe("what a message says", () => {
  it("what is wrong, for how many, whose turn it is, and where it comes from", () => {
    expect(textOf(message(WELL, STUCK))).toEqual([
      "1 thing needs attention",
      "New: expenses Contoso Expenses: the offered version requires permissions that nobody approved (212 people); whose turn it is: the owner of the approved permissions. lacking CameraStream.Read.User. Where, and what to do: apps/apps.yaml:3: approve under permissions what the version requires, if it is right",
      "Tenant 3f6c1f0e-0000-4000-8000-000000000001",
      "Desired state https://git.contoso.com/apps at main",
      "Commit 0a1b2c3d4e5f",
      "Pass 2 (schedule) ended not-converged at 2026-01-05T06:00:00.000Z",
    ]);
  });

  it.each<readonly [string, readonly Ending[], string, string]>([
    ["trouble", [STUCK], "1 thing needs attention", "trouble"],
    ["recovery", [STUCK, WELL], "All is well again", "recovered"],
    [
      "recovery of one thing of two",
      [{ ...STUCK, standing: { suspended: "stop" } }, STUCK],
      "1 thing is over, 1 left",
      "recovered",
    ],
    ["coming and going", [STUCK, WELL, STUCK], "1 thing keeps coming and going", "trouble"],
    [
      "changes",
      [WELL, { plan: result(people(3).map((user) => ended(upgrade({ user }), outcome("applied", null)))) }],
      "3 installations were changed",
      "changed",
    ],
  ])("its title and topic: %s", (_name, endings, title, topic) => {
    expect(message(...endings)).toMatchObject({ title, topic });
  });

  it("ten things at most, and how many more", () => {
    const rows = Array.from({ length: 13 }, (_, index) => blocked("change-limit", { app: `app${index}` }));
    const apps = rows.map(({ app: name }) => app({ name, displayName: null }));
    expect(textOf(message(WELL, { plan: plan(rows, { apps }) })).slice(10, 12)).toEqual([
      "New: app9: more changes than maxChanges or maxDue allows (1 person); whose turn it is: the owner of the assignments and the policy. Where, and what to do: assignments/finance.yaml:4: raise policy.maxChanges",
      "… and 3 more",
    ]);
  });
});

/** Names and sentences that want to be more than text. */
const HOSTILE = [
  "<!channel> <@U012AB3CD> <https://evil.example|click>",
  "[click](https://evil.example)",
  "https://evil.example/a?b=c&d=e",
  "<at>Everyone</at> {{DATE(2026-01-05T00:00:00Z)}}",
  "`code` *bold* _it_ ~no~ ```",
  "two\nlines\u202e",
];

/** All strings of a JSON text that stand at a key of that name. */
function valuesAt(key: string, json: string): readonly string[] {
  const found: string[] = [];
  JSON.parse(json, (name: string, value: unknown) => {
    if (name === key && typeof value === "string") found.push(value);
    return value;
  });
  return found;
}

describe.each(HOSTILE)("the display name and sentence %j", (hostile) => {
  const rows = [blocked("cannot-downgrade", { app: hostile, detail: hostile })];
  const sent = message(WELL, { plan: plan(rows, { apps: [app({ name: hostile, displayName: hostile })] }) });

  it("is nothing but code in Slack", () => {
    const texts = valuesAt("text", slackBody(sent));
    for (const text of texts) {
      expect(text).not.toMatch(/[<>]/);
      expect(text.replaceAll(/&(amp|lt|gt);/g, "")).not.toContain("&");
      // Without the code spans only our own words are left.
      expect(text.replaceAll(/`[^`\n]+`/g, "")).not.toMatch(/evil|click|Everyone|bold|channel|DATE|`|\u202e/);
    }
    expect(slackBody(sent)).toContain('"verbatim":true');
  });

  it("is nothing but plain text in a card", () => {
    const body = teamsBody(sent);
    const types = new Set(valuesAt("type", body));
    expect([...types].sort()).toEqual(["AdaptiveCard", "RichTextBlock", "TextRun", "message"]);
    for (const text of valuesAt("text", body)) {
      expect(text).not.toMatch(/<[^\s\d=]|[\n\u202e]|\]\(|\{\{/);
      // Only of data: the address of the desired state among it.
      expect(text).not.toContain("://");
    }
  });
});

describe("the bodies", () => {
  it("Teams: a range of versions stays as it is, so that it can be copied", () => {
    const data = { text: 'accepted ">=2.3 <3"', isData: true };
    expect(valuesAt("text", teamsBody({ ...message(STUCK, WELL), lines: [[data]] }))).toContain(data.text);
  });

  it("Teams: a message with one Adaptive Card", () => {
    expect(JSON.parse(teamsBody(message(STUCK, WELL)))).toMatchObject({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          contentUrl: null,
          content: {
            type: "AdaptiveCard",
            version: "1.4",
            body: [
              {
                type: "RichTextBlock",
                inlines: [{ type: "TextRun", text: "TrueUp: All is well again", color: "Good" }],
              },
              {
                inlines: [
                  { text: "Over: " },
                  { text: "expenses", fontType: "Monospace" },
                  { text: " " },
                  { text: "Contoso Expenses" },
                  { text: ": " },
                  { text: "the offered version requires permissions that nobody approved" },
                ],
              },
              {},
              {},
              {},
              {},
            ],
          },
        },
      ],
    });
  });

  it("Slack: text for the notification, and sections", () => {
    const body: { text: string; blocks: { type: string; text: { text: string } }[] } = JSON.parse(
      slackBody(message(WELL, STUCK)),
    );
    expect(body.text).toBe("TrueUp: 1 thing needs attention");
    expect(body.blocks.map(({ type }) => type)).toEqual(["section", "section"]);
    expect(body.blocks[1]?.text.text.split("\n")[0]).toBe(
      "New: `expenses` `Contoso Expenses`: the offered version requires permissions that nobody approved (212 people); whose turn it is: the owner of the approved permissions. `lacking CameraStream.Read.User`. Where, and what to do: `apps/apps.yaml:3: approve under permissions what the version requires, if it is right`",
    );
  });

  it("a webhook: a CloudEvent with everything in it", () => {
    expect(JSON.parse(cloudEventBody(message(WELL, STUCK)))).toEqual({
      specversion: "1.0",
      id: "0b0c0d0e-0000-4000-8000-000000000009",
      source: "urn:trueup:3f6c1f0e-0000-4000-8000-000000000001",
      type: "trueup.controller.trouble",
      time: "2026-01-05T06:00:00.000Z",
      datacontenttype: "application/json",
      data: {
        title: "1 thing needs attention",
        tenant: "3f6c1f0e-0000-4000-8000-000000000001",
        desiredState: "https://git.contoso.com/apps at main",
        page: null,
        commit: "0a1b2c3d4e5f6071",
        pass: { number: 2, trigger: "schedule", outcome: "not-converged", state: "open" },
        items: [
          {
            what: "began",
            turns: 0,
            code: "permissions-not-approved",
            app: "expenses",
            displayName: "Contoso Expenses",
            count: 212,
            sentence: "the offered version requires permissions that nobody approved",
            detail: "lacking CameraStream.Read.User",
            move: "permission-owner",
            owner: null,
            wayOut: "apps/apps.yaml:3: approve under permissions what the version requires, if it is right",
          },
        ],
        remaining: [],
        changed: [],
        rollouts: [],
        leftOut: 0,
        unsaid: 0,
      },
    });
  });

  it("stay within what Teams and Slack take, however much there is to say", () => {
    const apps = Array.from({ length: 300 }, (_, index) => app({ name: `app${index}`, displayName: "<".repeat(200) }));
    const rows = apps.map(({ name }) => blocked("cannot-downgrade", { app: name, detail: "<&>".repeat(200) }));
    const much = message(WELL, { plan: plan(rows, { apps }) });
    // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
    expect(teamsBody(much).length).toBeLessThan(28_000);
    const texts = valuesAt("text", slackBody(much));
    expect(texts.length).toBeLessThan(50);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(3000);
    expect(JSON.parse(cloudEventBody(much))).toMatchObject({ data: { leftOut: 200 } });
  });
});
