import { describe, expect, it } from "vitest";
import { GITLAB_BOT, startGitLab } from "./gitlab-service.ts";
import { post } from "./services.ts";

describe("GitLab alone", () => {
  it.each(["/merge", "/approve", "\r/merge", "/label ~ready", "```\n/close\n```\n/close"])(
    "carries out no quick action that a text holds: %j",
    async (text) => {
      const gitlab = await startGitLab();
      await post("gitlab", gitlab, `# Plan\n${text}`);
      expect(gitlab.carriedOut).toEqual([]);
      expect(gitlab.notes.map(({ body }) => body.replaceAll(/^ \//gm, "/"))).toEqual([
        `<!-- trueup:plan default -->\n# Plan\n${text.replace(/^\r/, "\n")}`,
      ]);
    },
  );

  it("does so in this test's server when nobody takes care", async () => {
    const gitlab = await startGitLab();
    await fetch(`${gitlab.url}/api/v4/projects/42/merge_requests/7/notes`, {
      method: "POST",
      headers: { "private-token": gitlab.environment["TRUEUP_COMMENT_TOKEN"] ?? "" },
      body: JSON.stringify({ body: "# Plan\n/merge" }),
    });
    expect(gitlab.carriedOut).toEqual(["/merge"]);
  });

  it("does not take a note of the system for one of ours", async () => {
    const gitlab = await startGitLab();
    gitlab.add(GITLAB_BOT, "<!-- trueup:plan default -->", true);
    expect(await post("gitlab", gitlab, "text")).toMatchObject({ what: "created" });
  });

  it("is asked in the project that the merge request is for, when the pipeline runs in a fork", async () => {
    const gitlab = await startGitLab();
    const environment = { ...gitlab.environment, CI_PROJECT_ID: "77", CI_MERGE_REQUEST_PROJECT_ID: "42" };
    expect(await post("gitlab", { environment }, "text")).toMatchObject({ what: "created" });
  });

  it("says why the job's own token is of no use", async () => {
    const gitlab = await startGitLab();
    const environment = { ...gitlab.environment, TRUEUP_COMMENT_TOKEN: "", CI_JOB_TOKEN: "glcbt-1" };
    await expect(post("gitlab", { environment }, "text")).rejects.toMatchObject({
      message: "TRUEUP_COMMENT_TOKEN is not set",
      hint: expect.stringMatching(/^CI_JOB_TOKEN may not write notes: make a project access token/),
    });
  });
});
