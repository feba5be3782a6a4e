import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "../cli/command-line.ts";
import { nobodyListens, openPlace } from "./place.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const TENANT = `
tenantId: ${TENANT_ID}
catalog:
  - name: expenses
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }]
population:
  - { count: 4, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`;

let line: CommandLine;
afterEach(() => line.end());

describe("trueup notify --test", () => {
  it("says of each receiver what came back, and ends with 1 when one failed", async () => {
    line = await startCommandLine(TENANT);
    const [teams, webhook] = [await openPlace({ status: 202 }), await openPlace({ status: 200 })];
    const good = {
      TRUEUP_NOTIFY_TEAMS_URL: teams.url,
      TRUEUP_NOTIFY_WEBHOOK_URL: webhook.url,
      TRUEUP_NOTIFY_WEBHOOK_SECRET: SECRET,
    };
    expect(await line.trueup(["notify", "--test"], { env: good })).toEqual({
      exitCode: 0,
      stdout: "Teams: accepted (status 202)\nwebhook: accepted (status 200)\n",
      stderr: "",
    });
    expect(teams.arrived[0]?.body).toContain("This is a test");
    expect(webhook.arrived[0]?.body).toContain('"type":"trueup.controller.test"');
    const env = { ...good, TRUEUP_NOTIFY_SLACK_URL: await nobodyListens() };
    expect(await line.trueup(["notify", "--test"], { env })).toEqual({
      exitCode: 1,
      stdout:
        "Teams: accepted (status 202)\nSlack: FAILED (ECONNREFUSED: nothing answers there)\nwebhook: accepted (status 200)\n",
      stderr: "",
    });
  });

  it("takes an address from a file, and says what is wrong with the setting", async () => {
    line = await startCommandLine(TENANT);
    const slack = await openPlace({ status: 200 });
    const file = join(line.folder, "slack-url");
    await writeFile(file, `${slack.url}\n`);
    const fromFile = { TRUEUP_NOTIFY_SLACK_URL_FILE: file };
    expect((await line.trueup(["notify", "--test"], { env: fromFile })).stdout).toBe("Slack: accepted (status 200)\n");
    const twice = await line.trueup(["notify", "--test"], { env: { ...fromFile, TRUEUP_NOTIFY_SLACK_URL: slack.url } });
    expect(twice).toMatchObject({ exitCode: 1, stdout: "" });
    expect(twice.stderr).toContain("TRUEUP_NOTIFY_SLACK_URL and TRUEUP_NOTIFY_SLACK_URL_FILE are both set");
    expect((await line.trueup(["notify", "--test"])).stderr).toContain("error: no receiver is set");
  });
});

describe("trueup run", () => {
  it("sends what the pass came to, waits for nobody but a short while at its end, and shows no address", async () => {
    line = await startCommandLine(TENANT);
    await line.write({ "state.yaml": DESIRED });
    const [teams, slack] = [await openPlace({ status: 202 }), await openPlace({ status: 404 })];
    const { exitCode, stderr } = await line.trueup(["run", "state.yaml", "--once", "--limits-scale", "20"], {
      env: { TRUEUP_NOTIFY_TEAMS_URL: teams.url, TRUEUP_NOTIFY_SLACK_URL: slack.url },
    });
    expect(exitCode).toBe(2);
    expect(teams.arrived.length).toBe(1);
    const sent = teams.arrived[0]?.body ?? "";
    for (const word of ["1 thing needs attention", "(4 people)", "TeamsActivity.Send.User", TENANT_ID]) {
      expect(sent).toContain(word);
    }
    expect(sent).not.toContain("person1");
    expect(stderr).toContain("a notification to Slack was given up: status 404");
    expect(stderr).not.toContain("secret-part");
  });
});
