import { describe, expect, it } from "vitest";
import { startGitHub, TOKEN } from "./github-service.ts";
import { createVirtualClock, HURRIED } from "../fakes/clock.ts";
import { START_MS, post } from "./services.ts";
import { startService } from "./service.ts";

describe("GitHub alone", () => {
  it("is told apart by the login of the token, whatever its letters' case", async () => {
    const github = await startGitHub({ login: "Contoso-Bot", canWrite: true });
    github.add("contoso-bot", "<!-- trueup:plan default -->\nold");
    expect(await post("github", github, "new")).toMatchObject({
      what: "updated",
      url: "https://github.com/contoso/teams-apps/pull/7#issuecomment-1001",
    });
  });

  it.each([
    ["names a wait", { "retry-after": "9" }, 9_000],
    ["names the end of the hour", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1767225625" }, 25_000],
  ])("is waited for when a 403 for too many requests %s", async (_what, headers, wait) => {
    const github = await startGitHub();
    const clock = createVirtualClock(START_MS, HURRIED);
    const body = { message: "You have exceeded a secondary rate limit" };
    github.disturb({ reply: { status: 403, headers, body }, method: "GET" });
    await post("github", github, "text", { clock });
    expect(clock.waits).toEqual([wait]);
  });

  it("says in a fork without rights what GitHub says", async () => {
    const github = await startGitHub({ login: "github-actions[bot]", canWrite: false });
    await expect(post("github", github, "text")).rejects.toMatchObject({
      problem: "no-rights",
      message: "GitHub does not allow it with this token (403: Resource not accessible by integration)",
      hint: "give the job the permission pull-requests: write; a run for a pull request from a fork does not get it",
    });
  });

  it("does not mind comments of accounts that are gone", async () => {
    const github = await startGitHub();
    const ghost = [{ id: 5, body: "<!-- trueup:plan default -->", user: null }];
    github.disturb({ reply: { status: 200, body: ghost }, method: "GET" });
    expect(await post("github", github, "text")).toMatchObject({ what: "created" });
  });

  it("asks the Enterprise Server for GraphQL beside its REST", async () => {
    const server = await startService(({ path }) => {
      if (path === "/api/graphql") return { status: 200, body: { data: { viewer: { login: "bot" } } } };
      if (path === "/api/v3/repos/contoso/teams-apps/issues/7/comments") return { status: 200, body: [] };
      return { status: 404 };
    });
    const environment = {
      GITHUB_API_URL: `${server.url}/api/v3`,
      GITHUB_REPOSITORY: "contoso/teams-apps",
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_TOKEN: TOKEN,
    };
    server.disturb({ reply: { status: 201, body: { id: 1 } } }, 0);
    await expect(post("github", { environment }, "text")).rejects.toMatchObject({ problem: "unexpected-shape" });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /api/graphql",
      "GET /api/v3/repos/contoso/teams-apps/issues/7/comments",
      "POST /api/v3/repos/contoso/teams-apps/issues/7/comments",
    ]);
  });

  it("that refuses GraphQL's question says so", async () => {
    const github = await startGitHub();
    github.disturb({ reply: { status: 200, body: { errors: [{ message: "no" }] } } });
    await expect(post("github", github, "text")).rejects.toThrow(/data is missing, not an object|data is missing/);
  });
});
