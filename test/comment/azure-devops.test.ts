import { describe, expect, it } from "vitest";
import { BUILD_SERVICE, startAzureDevOps } from "./azure-devops-service.ts";
import { post } from "./services.ts";

const OLD = "<!-- trueup:plan default -->\nold";

describe("Azure DevOps alone", () => {
  it.each(["active", "closed"] as const)("makes a thread that is %s", async (threadStatus) => {
    const azure = await startAzureDevOps();
    await post("azure-devops", azure, "text", { threadStatus });
    expect(azure.threads.map(({ status }) => status)).toEqual([threadStatus]);
  });

  it.each([
    ["closed", "active"],
    ["active", "closed"],
    ["wontFix", "active"],
  ] as const)("brings a thread that is %s to %s", async (before, threadStatus) => {
    const azure = await startAzureDevOps();
    azure.add(BUILD_SERVICE, OLD, before);
    expect(await post("azure-devops", azure, OLD, { threadStatus })).toMatchObject({ what: "updated" });
    expect(azure.threads.map(({ status }) => status)).toEqual([threadStatus]);
  });

  it("keeps the answers that people gave", async () => {
    const azure = await startAzureDevOps();
    const { comments } = azure.add(BUILD_SERVICE, OLD);
    comments.push({ id: 2, author: "adele", parentCommentId: 1, content: "why so many?", isDeleted: false });
    await post("azure-devops", azure, "new");
    expect(comments.map(({ content }) => content)).toEqual(["<!-- trueup:plan default -->\nnew", "why so many?"]);
  });

  it("does not write into an answer, or into a thread whose first comment is gone", async () => {
    const azure = await startAzureDevOps();
    const { comments } = azure.add("adele", "a question");
    comments.push({ id: 2, author: BUILD_SERVICE, parentCommentId: 1, content: OLD, isDeleted: false });
    const [first] = azure.add(BUILD_SERVICE, OLD).comments;
    if (first !== undefined) first.isDeleted = true;
    expect(await post("azure-devops", azure, "new")).toMatchObject({ what: "created" });
  });

  it("is recognised when it shows its page for signing in", async () => {
    const azure = await startAzureDevOps();
    azure.disturb({ reply: { status: 203, body: "<!doctype html><title>Sign In</title>" } });
    await expect(post("azure-devops", azure, "text")).rejects.toMatchObject({ problem: "no-rights", status: 203 });
  });

  it("finds a project whose name has a space", async () => {
    const azure = await startAzureDevOps();
    await post("azure-devops", azure, "text");
    expect(azure.requests.map(({ path }) => path)).toContain(
      "/fabrikam/Teams Apps/_apis/git/repositories/repo-1/pullRequests/7/threads",
    );
  });
});
