import { describe, expect, it } from "vitest";
import { readWholeBody } from "../../src/graph/whole-answer.ts";

/** What the door says to an answer; null: it comes in. */
function refused(body: unknown, headers: Record<string, string> = {}, status = 200): string | null {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = { kind: "answer", status, text, header: (name: string) => headers[name] ?? null } as const;
  try {
    readWholeBody({ ...answer, headers: () => headers });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

const NOBODY = { value: [] };
const parts = (count: number): string => `{"value":[${"{},".repeat(count)}{}]}`;

describe("an answer that says that it is not whole or not good", () => {
  it.each([
    ["another status: 201", NOBODY, {}, 201, "the body came with status 201"],
    ["another status: 203", NOBODY, {}, 203, "the body came with status 203"],
    ["another status: 206", NOBODY, {}, 206, "the body came with status 206"],
    ["a part", NOBODY, { "content-range": "items 0-9/20" }, 200, "as its header content-range says"],
    ["a late error", NOBODY, { "odata-error": "{}" }, 200, "as its header odata-error says"],
    ["an old copy", NOBODY, { warning: '110 proxy "Response is Stale"' }, 200, "as its header warning says"],
    ["a copy that somebody kept", NOBODY, { age: "86400" }, 200, "as its header age says"],
    ["a page for people", NOBODY, { "content-type": "text/html" }, 200, "as its header content-type says"],
    ["no JSON", "<html>", {}, 200, "the body is not JSON"],
    ["cut off", '{"value":[', {}, 200, "the body is not JSON"],
  ])("%s", (_name, body, headers, status, problem) => {
    expect(refused(body, headers, status)).toContain(problem);
  });

  it.each([
    ["error", { error: { code: "InternalServerError" }, value: [] }],
    ["error", { error: {}, value: [] }],
    ["Error", { Error: "no", value: [] }],
    ["errors", { errors: [{}], value: [] }],
    ["@odata.error", { "@odata.error": "no", value: [] }],
    ["odata.error", { "odata.error": { code: "" }, value: [] }],
    ["@Core.ResourceException", { "@Core.ResourceException": {}, value: [] }],
    ["@Core.Messages", { "@Core.Messages": [{ code: "x", severity: "error" }], value: [] }],
    ["@Org.OData.Core.V1.Messages", { "@Org.OData.Core.V1.Messages": [{ code: "x" }], value: [] }],
    ["ExceptionMessage", { ExceptionMessage: "no", value: [] }],
    ["httpStatusCode", { httpStatusCode: 500, value: [] }],
    ["@odata.NextLink", { "@odata.NextLink": "https://x", value: [] }],
    ["@nextLink", { "@nextLink": "https://x", value: [] }],
    ["nextLink", { nextLink: "https://x", value: [] }],
    ["value@odata.nextLink", { "value@odata.nextLink": "https://x", value: [] }],
    ["partial", { partial: true, value: [] }],
    ["isTruncated", { isTruncated: true, value: [] }],
    ["hasMore", { hasMore: true, value: [] }],
    ["hasMoreResults", { hasMoreResults: true, value: [] }],
    ["complete", { complete: false, value: [] }],
    ["success", { success: false, value: [] }],
    ["status", { status: 503, value: [] }],
    ["statusCode", { statusCode: "500", value: [] }],
    ["code", { code: "UnknownError", message: "no", value: [] }],
    ["Message", { Message: "An error has occurred.", value: [] }],
    ["errorCode", { errorCode: "InternalServerError", value: [] }],
    ["errorMessage", { errorMessage: "no", value: [] }],
    ["error_description", { error_description: "no", value: [] }],
    ["@microsoft.graph.partialErrors", { "@microsoft.graph.partialErrors": [{}], value: [] }],
    ["failed", { failed: true, value: [] }],
    ["failures", { failures: [{}], value: [] }],
    ["timedOut", { timedOut: true, value: [] }],
    ["continuationToken", { continuationToken: "x", value: [] }],
    ["$skipToken", { $skipToken: "x", value: [] }],
    ["value[1].error", { value: [{}, { id: "x", error: { code: "NotFound" } }] }],
    ["value[0].@removed", { value: [{ id: "x", "@removed": { reason: "deleted" } }] }],
    ["value[0].@odata.nextLink", { value: [{ "@odata.nextLink": "https://x" }] }],
    ["value[0].teamsApp.innerError", { value: [{ teamsApp: { innerError: { code: "x" } } }] }],
    ["value[0].assignedPlans@odata.nextLink", { value: [{ "assignedPlans@odata.nextLink": "https://x" }] }],
  ])("by its member %s", (path, body) => {
    expect(refused(body)).toBe(`${path} says that the answer is not whole or not good`);
  });

  it("by holding more than anybody asked for, before it takes many times its length of memory", () => {
    expect(refused(parts(1_000_000))).toBe("the body holds more than 1,000,000 objects and lists");
    expect(refused(parts(900_000))).toBeNull();
  });

  it("however deep it says so", () => {
    const depth = 100_000;
    const body = `{"value":${"[".repeat(depth)}{"error":"x"}${"]".repeat(depth)}}`;
    expect(refused(body)).toContain(".error says");
  });
});

describe("an answer with more names than are remembered", () => {
  const names = Object.fromEntries(Array.from({ length: 1_001 }, (_value, index) => [`name${index}`, "x"]));
  it("is read as well as any other", () => {
    expect(refused({ ...names, value: [] })).toBeNull();
    for (const name of ["oneException", "oneException", "twoException"]) {
      expect(refused({ [name]: "x", value: [] })).toContain(`${name} says`);
    }
  });
});

describe("an answer that is whole", () => {
  it.each([
    ["an empty list", NOBODY, { "content-type": "application/json; odata.metadata=minimal" }],
    ["links that are followed", { "@odata.nextLink": "x", value: [{ "appDefinitions@odata.nextLink": "x" }] }, {}],
    ["members that say nothing", { error: null, errors: [], hasMore: false, warnings: 0, nextLink: "", value: [] }, {}],
    ["members that say that it is", { status: "success", statusCode: 200, complete: true, value: [] }, {}],
    ["a copy of this moment", NOBODY, { age: "0" }],
    ["a hint", { "@microsoft.graph.tips": "use $select", "@odata.deltaLink": "x", value: [] }, {}],
    ["values that are called so", { value: [{ code: "x", message: "x", status: 500 }] }, {}],
    ["values that mean so", { value: [{ displayName: "error", id: "removed", lastErrorAt: "x" }] }, {}],
    ["a notice that an API ends", NOBODY, { warning: '299 - "deprecated"' }],
  ])("%s", (_name, body, headers) => {
    expect(refused(body, headers)).toBeNull();
  });
});
